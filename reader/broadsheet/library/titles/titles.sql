-- What the title search reads: the titles in parts, each an inverted index of its own that is
-- written once and never changed. `TitleWriter` adds parts and puts small ones together again.
-- Numbers stand in the blobs as this machine writes them (array.array): a cache goes nowhere else.
-- The blobs of title_parts and title_pending end in a checksum (damage.sealed).
CREATE TABLE title_parts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, so that readers may keep what they read
  size INTEGER NOT NULL,  -- how many titles: each is known by its place, the best article first
  ids BLOB NOT NULL,      -- the article ids by place, 8 bytes each
  keys BLOB NOT NULL,     -- how good the articles are by place, 8 bytes each: the less the better
  lengths BLOB NOT NULL,  -- how many words the titles have by place, one byte each: 255 is more too
  words BLOB NOT NULL     -- every different word, in alphabetical order, one a line, in UTF-8
);

-- Which titles hold a word. The id is that of the part times 2^32, plus the word's line.
CREATE TABLE title_words (
  id INTEGER PRIMARY KEY,
  bits BLOB,              -- of a frequent word: a bit for each place
  places BLOB NOT NULL,   -- the place of the title of each occurrence, 4 bytes each
  followers BLOB NOT NULL -- the line of the word that follows each occurrence, or -1; 4 bytes each;
                          -- ascending for a frequent word
);

-- The articles whose titles are in no part yet, 8 bytes each: those of a batch in a row.
CREATE TABLE title_pending (ids BLOB NOT NULL);

-- Articles whose title in the parts up to `last_part` is none any more.
CREATE TABLE title_gone (
  article_id INTEGER PRIMARY KEY,
  last_part INTEGER NOT NULL
);
