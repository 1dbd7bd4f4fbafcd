-- What the title search reads: the titles in parts. Each part is an inverted index that is written
-- once and never changed. `TitleWriter` adds parts and merges small ones.
-- Numbers stand in the blobs as this machine writes them (array.array): a cache goes nowhere else.
-- The blobs of title_parts and title_pending end in a checksum (damage.sealed).
CREATE TABLE title_parts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice, so that readers can cache parts
  size INTEGER NOT NULL,  -- how many titles: each is known by its place, the best article first
  ids BLOB NOT NULL,      -- the article ids by place, 8 bytes each
  keys BLOB NOT NULL,     -- how good the articles are by place, 8 bytes each; lower is better
  lengths BLOB NOT NULL,  -- how many words the titles have by place, one byte each; 255 means 255 or more
  words BLOB NOT NULL     -- every different word, in alphabetical order, one per line, in UTF-8
);

-- Which titles hold a word. The id is that of the part times 2^32, plus the word's line.
CREATE TABLE title_words (
  id INTEGER PRIMARY KEY,
  bits BLOB,              -- of a frequent word: a bit for each place
  places BLOB NOT NULL,   -- the place of the title of each occurrence, 4 bytes each
  followers BLOB NOT NULL -- the line of the word that follows each occurrence, or -1; 4 bytes each;
                          -- ascending for a frequent word
);

-- The articles whose titles are in no part yet, 8 bytes each, one row per batch.
CREATE TABLE title_pending (ids BLOB NOT NULL);

-- Articles whose titles in the parts up to `last_part` are out of date.
CREATE TABLE title_gone (
  article_id INTEGER PRIMARY KEY,
  last_part INTEGER NOT NULL
);
