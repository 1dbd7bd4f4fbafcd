-- A file of marks as version 1 left it: stars on the articles of test_earlier_keys.py, two of them
-- read in a second step. Written by that version itself, its times made round.
BEGIN TRANSACTION;
CREATE TABLE marks (
  key INTEGER PRIMARY KEY, -- identity.key64(identity.mark_key(article))
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
INSERT INTO marks VALUES(-8594648813288766258,'https://example.org/tracked?b=1&srsltid=7',0,0,0,1,1700000000000,1,0,0,0);
INSERT INTO marks VALUES(-6847618143936074946,'https://example.org/entity?a=1&amp;b=2',0,0,0,1,1700000000000,1,0,0,0);
INSERT INTO marks VALUES(-5554476104932941384,'hash:1c6b1844590456a04f02438be918d46e',0,0,0,1,1700000000000,1,0,0,0);
INSERT INTO marks VALUES(-1684963805885386022,'hash:f96ad5531b974e85e763d35a09f6510a',0,0,0,1,1700000000000,1,0,0,0);
INSERT INTO marks VALUES(1592704357587510998,'https://example.org/plain',0,0,0,1,1700000000000,1,0,0,0);
INSERT INTO marks VALUES(6023908972244342371,'hash:02c0c6f196a82493849c2bdfb4501cc8',1,1700000000001,2,1,1700000000000,1,0,0,0);
INSERT INTO marks VALUES(6189218207328512421,'hash:56e8407498b0ce8e95984b2c61583ee1',1,1700000000001,2,1,1700000000000,1,0,0,0);
INSERT INTO marks VALUES(6824399137247240739,'hash:228bec92bb7f32041a6a5b8516906a44',0,0,0,1,1700000000000,1,0,0,0);
CREATE TABLE state (revision INTEGER NOT NULL);
INSERT INTO state VALUES(2);
CREATE TABLE steps (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('read', 'starred', 'later')),
  value INTEGER NOT NULL CHECK (value IN (0, 1)),
  count INTEGER NOT NULL
);
INSERT INTO steps VALUES(1,216507100366317371,'starred',1,8);
INSERT INTO steps VALUES(2,216507100366317371,'read',1,2);
CREATE TABLE undo (
  step INTEGER NOT NULL,
  key INTEGER NOT NULL,
  was_step INTEGER NOT NULL,
  PRIMARY KEY (step, key)
) WITHOUT ROWID;
INSERT INTO undo VALUES(1,-8594648813288766258,0);
INSERT INTO undo VALUES(1,-6847618143936074946,0);
INSERT INTO undo VALUES(1,-5554476104932941384,0);
INSERT INTO undo VALUES(1,-1684963805885386022,0);
INSERT INTO undo VALUES(1,1592704357587510998,0);
INSERT INTO undo VALUES(1,6023908972244342371,0);
INSERT INTO undo VALUES(1,6189218207328512421,0);
INSERT INTO undo VALUES(1,6824399137247240739,0);
INSERT INTO undo VALUES(2,6023908972244342371,0);
INSERT INTO undo VALUES(2,6189218207328512421,0);
CREATE INDEX marks_read ON marks (read) WHERE read;
CREATE INDEX marks_starred ON marks (starred) WHERE starred;
CREATE INDEX marks_later ON marks (later) WHERE later;
PRAGMA application_id = 1112689995;
PRAGMA user_version = 1;
COMMIT;
