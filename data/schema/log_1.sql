-- The log, schema 1. Facts and commits are append-only and hash-chained; personal text and
-- position blocks lie beside the chain, which holds their salted digests only, so that erasure and
-- retention leave "expired" and not "tampered". Times are Unix milliseconds, UTC.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE facts (
  seq INTEGER PRIMARY KEY,
  tick INTEGER NOT NULL,        -- committed before it
  event_ms INTEGER NOT NULL,
  ingest_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,           -- JSON
  text_digest BLOB,             -- NULL: the fact has no personal text
  hash BLOB NOT NULL
);

CREATE TABLE texts (
  seq INTEGER PRIMARY KEY REFERENCES facts (seq),
  salt BLOB NOT NULL,
  body TEXT NOT NULL
);

CREATE TABLE commits (
  tick INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,   -- last_seq + 1 when the commit holds positions only
  last_seq INTEGER NOT NULL,
  positions_digest BLOB,        -- NULL: no positions
  hash BLOB NOT NULL
);

CREATE TABLE position_blocks (
  tick INTEGER PRIMARY KEY REFERENCES commits (tick),
  salt BLOB NOT NULL,
  body BLOB NOT NULL
);

-- Which layers are in use is asked before anything else can be loaded.
CREATE INDEX facts_of_layers ON facts (seq) WHERE kind = 'layer_published';

-- Derived: may be emptied at any time.
CREATE TABLE checkpoints (
  tick INTEGER PRIMARY KEY,
  commit_hash BLOB NOT NULL,    -- of the commit it stands on
  digest BLOB NOT NULL,
  body TEXT NOT NULL
);

-- The insert triggers also stop REPLACE, which would pass the delete triggers by.
CREATE TRIGGER facts_in_order BEFORE INSERT ON facts
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM facts)
BEGIN SELECT RAISE(ABORT, 'facts are appended in order'); END;
CREATE TRIGGER facts_no_update BEFORE UPDATE ON facts
BEGIN SELECT RAISE(ABORT, 'facts are never edited'); END;
CREATE TRIGGER facts_no_delete BEFORE DELETE ON facts
BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;

CREATE TRIGGER commits_in_order BEFORE INSERT ON commits
WHEN NEW.tick IS NOT (SELECT coalesce(max(tick), 0) + 1 FROM commits)
BEGIN SELECT RAISE(ABORT, 'commits are appended in order'); END;
CREATE TRIGGER commits_no_update BEFORE UPDATE ON commits
BEGIN SELECT RAISE(ABORT, 'commits are never edited'); END;
CREATE TRIGGER commits_no_delete BEFORE DELETE ON commits
BEGIN SELECT RAISE(ABORT, 'commits are never deleted'); END;

-- These may be deleted (erasure, retention) but not changed.
CREATE TRIGGER texts_no_update BEFORE UPDATE ON texts
BEGIN SELECT RAISE(ABORT, 'texts are erased, never edited'); END;
CREATE TRIGGER position_blocks_no_update BEFORE UPDATE ON position_blocks
BEGIN SELECT RAISE(ABORT, 'position blocks are erased, never edited'); END;
