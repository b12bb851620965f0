-- The log, schema 2: positions move from position_blocks into track files, one a day, outside of the
-- database; which segment of which file holds them is a fact ("track_segment_sealed").

-- Where the positions are is asked before anything else can be read.
CREATE INDEX facts_of_tracks ON facts (seq)
WHERE kind IN ('track_segment_sealed', 'track_day_expired');

-- Derived: may be emptied at any time; looking back then takes longer. The state as it was shown
-- (without what only intake and sign-in need), deflated JSON; gone with the day it belongs to.
CREATE TABLE keyframes (
  tick INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,     -- of its commit
  commit_hash BLOB NOT NULL,
  digest BLOB NOT NULL,
  body BLOB NOT NULL
);
