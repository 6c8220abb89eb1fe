-- The library of a build: its documents, whole, with a full-text index of their sentences, titles and names.
-- A build writes it once; whoever reads opens it read-only.
CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT, date TEXT, source TEXT, batch TEXT NOT NULL,
  first_day TEXT, last_day TEXT,       -- the days that the date covers
  source_folded TEXT,                  -- for the filter, in lower case
  sentences INTEGER NOT NULL, with_claims INTEGER NOT NULL, claims INTEGER NOT NULL,
  content TEXT NOT NULL                -- JSON: metadata, gaps, mentions and claims
);
-- Sentences, and titles that are no sentence of the text. `names`: of whom it mentions, where they are not in `text`.
CREATE TABLE passage (
  number INTEGER PRIMARY KEY,
  document INTEGER NOT NULL,
  position INTEGER,                    -- index of the sentence; NULL for a title
  start INTEGER, "end" INTEGER,
  claims INTEGER NOT NULL,
  text TEXT NOT NULL, names TEXT NOT NULL
);
CREATE TABLE entity (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, label TEXT NOT NULL, type TEXT NOT NULL);
CREATE TABLE name (folded TEXT NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (folded, entity)) WITHOUT ROWID;
CREATE TABLE mentioned (entity INTEGER NOT NULL, passage INTEGER NOT NULL, PRIMARY KEY (entity, passage)) WITHOUT ROWID;
