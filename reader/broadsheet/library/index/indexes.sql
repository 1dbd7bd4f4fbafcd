-- Indexes that are made when a run ends, where they are missing: to sort a million entries once
-- takes a fifth of the time of putting each in its place.
CREATE INDEX IF NOT EXISTS articles_by_quality ON articles (quality DESC, date DESC, path);
CREATE INDEX IF NOT EXISTS articles_by_heat ON articles (heat DESC, date DESC, path);
CREATE INDEX IF NOT EXISTS articles_by_title_key ON articles (title_key);
CREATE INDEX IF NOT EXISTS articles_by_mark ON articles (mark);
CREATE INDEX IF NOT EXISTS articles_by_provider ON articles (provider_id);
-- Whatever of these columns is asked for, this is enough to look through.
CREATE INDEX IF NOT EXISTS articles_by_type ON articles (
  type_id, category_id, published, broken, has_related, has_image, has_body
);
