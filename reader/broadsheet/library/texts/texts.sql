-- What text search reads. The words of an article are a document of `texts`, which keeps nothing but
-- its inverted index: `about` are title, provider and authors, `words` are the texts.
-- Nothing can be removed from it, so a document that changed gets a new version, and the old one is
-- listed in text_gone. The id of a document is that of its source plus 2^40 times its version.
CREATE VIRTUAL TABLE texts USING fts5 (
  about, words, content = '', columnsize = 0, tokenize = ascii
);
-- Bytes of new words that are kept in memory before they are written: 1 MiB, the default, would make
-- several small segments of each batch of a first run, which must then be merged.
INSERT INTO texts (texts, rank) VALUES ('hashsize', 16777216);

-- The source of a document is the id of its article, plus 2^62 for a fetched text.
-- `key` changes with the document or, of a fetched text, with its file's stamp: what did not change is
-- not written again.
CREATE TABLE text_docs (
  source INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  key INTEGER NOT NULL
);
CREATE TABLE text_gone (doc_id INTEGER PRIMARY KEY);

-- The fetched texts that the store had at the last look, and their stamps (pages.store.Stamp).
CREATE TABLE text_pages (
  mark INTEGER PRIMARY KEY,
  changed INTEGER NOT NULL,
  size INTEGER NOT NULL
);
