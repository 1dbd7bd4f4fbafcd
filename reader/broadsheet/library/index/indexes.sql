-- Indexes that are created at the end of a run: sorting a million entries once takes a fifth of the
-- time of inserting each in its place.
CREATE INDEX IF NOT EXISTS articles_by_date ON articles (date);
CREATE INDEX IF NOT EXISTS articles_by_quality ON articles (quality DESC, listed DESC, path);
CREATE INDEX IF NOT EXISTS articles_by_heat ON articles (heat DESC, listed DESC, path);
CREATE INDEX IF NOT EXISTS articles_by_title_key ON articles (title_key);
CREATE INDEX IF NOT EXISTS articles_by_file_key ON articles (file_key);
CREATE INDEX IF NOT EXISTS articles_by_mark ON articles (mark);
CREATE INDEX IF NOT EXISTS articles_by_provider ON articles (provider_id);
CREATE INDEX IF NOT EXISTS facets_by_count ON facets (kind, count DESC, key);
-- A scan of this index answers queries about any of these columns.
CREATE INDEX IF NOT EXISTS articles_by_type ON articles (
  type_id, category_id, published, broken, has_related, has_image, has_body
);
