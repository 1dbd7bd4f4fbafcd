-- The index: a cache of what the files say, enough for the table, the sidebar and the queries.
-- It is thrown away and rebuilt when its version differs; nothing in it is precious.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Names that articles share. `key` is name_key(name); `domain` and `domain_key` for providers;
-- `parent` (a name) and `position` for topics that _data/topics describes.
CREATE TABLE facets (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('topic', 'provider', 'type', 'category')),
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  domain TEXT NOT NULL DEFAULT '',
  domain_key TEXT NOT NULL DEFAULT '',
  parent TEXT NOT NULL DEFAULT '',
  position INTEGER,
  UNIQUE (kind, key, domain_key)
);

CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  title TEXT NOT NULL,
  folded TEXT NOT NULL,       -- ' ' || fold(title) || ' ', so that instr() finds whole words
  title_key INTEGER NOT NULL, -- identity.key64(fold(title))
  url TEXT NOT NULL,
  date INTEGER,               -- seconds since 1970 in UTC; NULL where the file has none
  quality INTEGER,
  heat INTEGER,
  published INTEGER,          -- 0, 1 or NULL
  type_id INTEGER,
  category_id INTEGER,
  provider_id INTEGER,
  broken INTEGER NOT NULL,
  has_related INTEGER NOT NULL,
  has_image INTEGER NOT NULL,
  has_body INTEGER NOT NULL
);
CREATE INDEX articles_by_date ON articles (date DESC, path);
CREATE INDEX articles_by_quality ON articles (quality DESC, date DESC, path);
CREATE INDEX articles_by_heat ON articles (heat DESC, date DESC, path);
CREATE INDEX articles_by_title_key ON articles (title_key);
CREATE INDEX articles_by_type ON articles (type_id);
CREATE INDEX articles_by_provider ON articles (provider_id);
CREATE INDEX articles_by_category ON articles (category_id);

CREATE TABLE article_topics (
  topic_id INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (topic_id, article_id)
) WITHOUT ROWID;
CREATE INDEX topics_of_article ON article_topics (article_id);

-- Every address an article is known by: identity.key64(canonical_url(url)).
CREATE TABLE urls (
  key INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (key, article_id)
) WITHOUT ROWID;
CREATE INDEX urls_of_article ON urls (article_id);

-- Files that were looked at and are no articles, so that they are not read again.
CREATE TABLE others (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  reason TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE problems (
  path TEXT NOT NULL,
  line INTEGER,
  field TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX problems_by_path ON problems (path);
