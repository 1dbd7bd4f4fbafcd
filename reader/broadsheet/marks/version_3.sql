-- What version 3 adds to version 2.

-- Two articles that the user says are not one story, by their keys and addresses as in `marks`;
-- `one` is the lower key. `at` is the time of the last change, in milliseconds; `parted` is 0
-- after an undo. The index of each library reads `one`, `other` and `parted`.
CREATE TABLE partings (
  one INTEGER NOT NULL,
  other INTEGER NOT NULL CHECK (one < other),
  one_url TEXT NOT NULL,
  other_url TEXT NOT NULL,
  parted INTEGER NOT NULL CHECK (parted IN (0, 1)),
  at INTEGER NOT NULL CHECK (typeof(at) = 'integer'),
  PRIMARY KEY (one, other)
) WITHOUT ROWID;
