-- The index: a cache of what the files say, enough for the table, the sidebar and the queries.
-- It is rebuilt when its version differs; nothing in it is precious.

-- `articles`: how many there are; `provided` and `authored`: how many of them have a provider, and
-- an author. `last_id`: the highest id ever used, so that no id is used
-- twice. `topics`: the fingerprint of what describes the topics. `rules`: how the folder was walked.
-- `traits`: what its top folder said about how its files are read. `vaults`: the folders in it that
-- are vaults, as JSON.
CREATE TABLE meta (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

-- Names that articles share. `key` is name_key(name), `words` is name_words(key). Providers have
-- `domain` and `domain_key`; topics that _data/topics describes have `parent` (a name) and `position`.
-- `count` is how many articles carry the name, stored because counting takes long.
CREATE TABLE facets (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('topic', 'provider', 'author', 'feed', 'type', 'category')),
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  words TEXT NOT NULL,
  domain TEXT NOT NULL DEFAULT '',
  domain_key TEXT NOT NULL DEFAULT '',
  parent TEXT NOT NULL DEFAULT '',
  position INTEGER,
  count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, key, domain_key)
);

-- How many articles have each value of quality and of heat.
CREATE TABLE scores (
  field TEXT NOT NULL CHECK (field IN ('quality', 'heat')),
  value INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (field, value)
) WITHOUT ROWID;

-- Every file that was looked at, in the order of the walk; see FoundFile. `reason` says why a file
-- without an article is not one; articles of a heading and no front matter have one, too. A file that could not be read has a `mtime_ns` that no file can
-- have, so that it is read again.
CREATE TABLE files (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  ctime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  article_id INTEGER,
  reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX files_with_reason ON files (reason, article_id) WHERE reason > '';

-- Every folder that was listed, '' for the library itself, and its folder.Stamp just before.
CREATE TABLE folders (
  path TEXT PRIMARY KEY,
  mtime_ns INTEGER NOT NULL,
  ctime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL,
  title TEXT NOT NULL,
  folded TEXT NOT NULL,       -- ' ' || fold(title) || ' ', so that instr() finds entire words
  title_key INTEGER NOT NULL, -- identity.key64(fold(title))
  file_key INTEGER NOT NULL,  -- identity.key64(file_links.file_name(path))
  url TEXT NOT NULL,
  mark INTEGER NOT NULL,      -- identity.key64(mark_key(article))
  date INTEGER,               -- seconds since 1970 in UTC; NULL where the file has none
  instead INTEGER,            -- of a date to come: when the file was changed, to sort by
  listed INTEGER AS (coalesce(instead, date)),
  date_precision INTEGER NOT NULL, -- model.Precision: of a day or a month, `date` is its midnight UTC
  quality INTEGER,
  heat INTEGER,
  published INTEGER,          -- 0, 1 or NULL
  type_id INTEGER,
  category_id INTEGER,
  provider_id INTEGER,
  feed_id INTEGER,
  author_id INTEGER,          -- the first of its authors
  topics TEXT NOT NULL,       -- the ids of its topics as a JSON list, as in article_topics
  authors TEXT NOT NULL,      -- the ids of its authors, likewise
  broken INTEGER NOT NULL,
  has_related INTEGER NOT NULL,
  has_image INTEGER NOT NULL,
  has_body INTEGER NOT NULL,
  is_removed INTEGER NOT NULL, -- by its publisher, so that it leads no story if another one can
  checksum INTEGER NOT NULL   -- of what the table shows: checksum.of_article
);
-- The indexes that a first run needs; the others are in indexes.sql.
CREATE INDEX articles_in_order ON articles (listed DESC, path);
CREATE INDEX articles_to_come ON articles (date) WHERE instead IS NOT NULL;

CREATE TABLE article_topics (
  topic_id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (topic_id, article_id)
) WITHOUT ROWID;

CREATE TABLE article_authors (
  author_id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (author_id, article_id)
) WITHOUT ROWID;

-- The addresses of an article other than that of its mark:
-- identity.key64(canonical_url(url)).
CREATE TABLE urls (
  key INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (key, article_id)
) WITHOUT ROWID;
CREATE INDEX urls_of_article ON urls (article_id);

-- What the marks of an article may be kept under besides `articles.mark`: keys of earlier versions of
-- the rule, and of what its file said before it was edited. Marks made under them up to `until`, in
-- milliseconds, are its own; NULL: until this version was first used, see marks/version_2.sql.
CREATE TABLE earlier_keys (
  article_id INTEGER NOT NULL,
  key INTEGER NOT NULL,
  until INTEGER,
  PRIMARY KEY (article_id, key)
) WITHOUT ROWID;

-- Lists of ids that are queried often and take long, 8 bytes per id in this machine's byte order:
-- those of all articles, in the order that `name` says (query/order.py), and those of big topics,
-- newest first (ready_lists.of_topic). ready_changed holds the articles which came, went or changed
-- since they were written: a few are put in their places when a list is read. The lists of leads
-- (ready_leads) have the same in ready_leads_changed.
CREATE TABLE ready_lists (
  name TEXT NOT NULL,
  piece INTEGER NOT NULL, -- ascending; see stored_lists
  ids BLOB NOT NULL,      -- damage.sealed
  PRIMARY KEY (name, piece)
);
CREATE TABLE ready_changed (article_id INTEGER PRIMARY KEY);
CREATE TABLE ready_leads_changed (article_id INTEGER PRIMARY KEY);

-- `source` is 'file', or 'folder' and 'topics' for problems of no single article.
CREATE TABLE problems (
  path TEXT NOT NULL,
  line INTEGER,
  field TEXT NOT NULL,
  reason TEXT NOT NULL,
  source TEXT NOT NULL
);
CREATE INDEX problems_by_path ON problems (path);
