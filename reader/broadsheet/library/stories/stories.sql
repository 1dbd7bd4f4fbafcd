-- Which articles tell of the same event. Written by StoryWriter after the articles; all of it can be
-- computed again from what files say.

-- What an article is about: terms.Terms, packed, in this machine's byte order.
CREATE TABLE story_terms (article_id INTEGER PRIMARY KEY, terms BLOB NOT NULL);

-- The articles of stories that have several, by story. `sources` is the number of different
-- providers, the same for all of a story.
CREATE TABLE stories (
  article_id INTEGER PRIMARY KEY,
  story INTEGER NOT NULL,
  is_lead INTEGER NOT NULL,
  sources INTEGER NOT NULL,
  is_step INTEGER NOT NULL, -- see leads.steps_of
  name INTEGER NOT NULL   -- articles.mark of its oldest article: the same in every index
);
CREATE INDEX stories_by_story ON stories (story, is_step);

-- `source`: the same for all names of a provider. `quality`: computed, for articles whose file has
-- none. `front`: the rank on the front page, NULL for followers and articles without a date; see
-- scores.front_rank.
CREATE TABLE story_scores (
  article_id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  quality INTEGER,
  front REAL
);
CREATE INDEX story_scores_by_front ON story_scores (front DESC);

-- Articles that came, went or changed since stories were made.
CREATE TABLE story_changed (article_id INTEGER PRIMARY KEY);

-- How many articles have each word (terms.Terms), and which of the newest: dates and ids in turn, in
-- this machine's byte order; NULL if they are too many. Words of what is gone still count. From
-- 65536 on, `word` is the number of an article's own title, from 131072 on that of a title that it
-- calls related. See word_counts.
CREATE TABLE story_words (word INTEGER PRIMARY KEY, articles INTEGER NOT NULL, recent BLOB);

-- One row, once stories have been made: of how many articles the words were counted, since which
-- date `recent` has all, how many articles there were when all were grouped, and by which settings.
CREATE TABLE story_basis (
  counted INTEGER NOT NULL,
  since INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  settings TEXT NOT NULL
);

-- Pairs of articles, by the keys of their marks, that the user says are not one story: those that
-- the stories were made with.
CREATE TABLE story_partings (
  one INTEGER NOT NULL,
  other INTEGER NOT NULL,
  PRIMARY KEY (one, other)
) WITHOUT ROWID;

-- One row: the weights that the scores were made with (source_weights.SourceWeights).
CREATE TABLE story_weights (weights TEXT NOT NULL);
