-- What version 2 adds to version 1.

-- Changes of something other than marks, undone in turn with the steps: of saved views, as JSON by
-- `broadsheet.history`. `id` and `session` are as in `steps`.
CREATE TABLE other_steps (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  change TEXT NOT NULL
);

-- Since when (in milliseconds) each rule of `articles.article_keys` has made keys for this file.
CREATE TABLE rules (
  rule INTEGER PRIMARY KEY,
  since INTEGER NOT NULL
);
