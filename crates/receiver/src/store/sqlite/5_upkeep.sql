-- A row: unused space in this file holds no copy of what was deleted, because only releases that overwrite what they delete
-- have ever worked on it, or because one of them has written it anew. Without one, that is done at the next erasure.
CREATE TABLE overwritten (one INTEGER PRIMARY KEY CHECK (one = 1)) STRICT;

-- A file in which there has never been a record.
INSERT INTO overwritten (one)
SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'acknowledgements');

-- Always empty: what is written here and removed in one transaction shows whether a record could be kept now.
CREATE TABLE trial (filler BLOB NOT NULL) STRICT;
