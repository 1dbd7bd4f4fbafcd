-- What the marks of version 2 have besides those of version 1.

-- Changes of something else that are undone in turn with the steps: saved views, in the words of
-- `broadsheet.history`. `id` and `session` are as in `steps`.
CREATE TABLE other_steps (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL,
  change TEXT NOT NULL
);

-- Since when, in milliseconds, keys in this file are made by a rule of `articles.identity`.
CREATE TABLE rules (
  rule INTEGER PRIMARY KEY,
  since INTEGER NOT NULL
);
