-- What the user did, for the articles of all libraries. Precious: never thrown away.
-- `key`, `url`, `read`, `starred` and `later` are read by the index of each library as well.
-- Files of this version exist: what comes later is added by version_2.sql.

-- Times are milliseconds since 1970, UTC, of the last change; 0: never changed.
-- `*_step` is the step that changed the mark last, which tells an undo that nobody has since;
-- 0 if it was never changed, or last by a merge.
CREATE TABLE marks (
  key INTEGER PRIMARY KEY, -- article_keys.key64(article_keys.mark_key(article))
  url TEXT NOT NULL,       -- what `model.key_of` makes the key of: an address, or 'hash:...'
  read INTEGER NOT NULL DEFAULT 0 CHECK (read IN (0, 1)),
  read_at INTEGER NOT NULL DEFAULT 0 CHECK (typeof(read_at) = 'integer'),
  read_step INTEGER NOT NULL DEFAULT 0 CHECK (typeof(read_step) = 'integer'),
  starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
  starred_at INTEGER NOT NULL DEFAULT 0 CHECK (typeof(starred_at) = 'integer'),
  starred_step INTEGER NOT NULL DEFAULT 0 CHECK (typeof(starred_step) = 'integer'),
  later INTEGER NOT NULL DEFAULT 0 CHECK (later IN (0, 1)),
  later_at INTEGER NOT NULL DEFAULT 0 CHECK (typeof(later_at) = 'integer'),
  later_step INTEGER NOT NULL DEFAULT 0 CHECK (typeof(later_step) = 'integer')
);
-- Small compared to the table with its addresses; and flags kept twice show damage.
CREATE INDEX marks_read ON marks (read) WHERE read;
CREATE INDEX marks_starred ON marks (starred) WHERE starred;
CREATE INDEX marks_later ON marks (later) WHERE later;

-- One row: how many times the marks were changed.
CREATE TABLE state (revision INTEGER NOT NULL);
INSERT INTO state VALUES (0);

-- What can be undone. `id` is the revision that the step made, `session` the reader that made it.
CREATE TABLE steps (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('read', 'starred', 'later')),
  value INTEGER NOT NULL CHECK (value IN (0, 1)),
  count INTEGER NOT NULL
);
-- The marks that a step changed, and the step that had changed them before.
CREATE TABLE undo (
  step INTEGER NOT NULL,
  key INTEGER NOT NULL,
  was_step INTEGER NOT NULL,
  PRIMARY KEY (step, key)
) WITHOUT ROWID;
