-- A record's number in the log and its salt stand with it, and go with it.
ALTER TABLE acknowledgements ADD COLUMN log_index INTEGER;
ALTER TABLE acknowledgements ADD COLUMN salt BLOB;
CREATE INDEX acknowledgements_by_log_index ON acknowledgements (log_index);
CREATE INDEX acknowledgements_by_arrival ON acknowledgements (tenant, received_at);

-- Whose log it is. Records with a number below `begins` were answered before there was a log: their receipts have none.
CREATE TABLE log_identity (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    verifier TEXT NOT NULL,
    begins   INTEGER NOT NULL
) STRICT;

-- The roots of the perfect subtrees of the Merkle tree (RFC 6962, 2.1); level 0 holds the leaves. No record, no salt.
CREATE TABLE log_nodes (
    level    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;

-- Every signed checkpoint, one a transaction: the receipt of record n carries the first whose size is greater than n.
CREATE TABLE log_checkpoints (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL
) STRICT;

-- What is left of an erased record.
CREATE TABLE tombstones (
    log_index INTEGER PRIMARY KEY,
    tenant    TEXT NOT NULL,
    erased_at TEXT NOT NULL,
    reason    TEXT NOT NULL
) STRICT;

-- The words of every notice that was ever published here, as canonical JSON (RFC 8785).
CREATE TABLE published (
    digest  TEXT PRIMARY KEY,
    notice  TEXT NOT NULL,
    version TEXT NOT NULL,
    locale  TEXT NOT NULL,
    body    TEXT NOT NULL,
    since   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- No program of ours changes these; a mistake at a prompt should not either. Whoever means to can drop the triggers: what
-- stands against that is the checkpoints kept outside.
CREATE TRIGGER log_nodes_stay_as_they_are BEFORE UPDATE ON log_nodes
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_nodes_stay BEFORE DELETE ON log_nodes
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_checkpoints_stay_as_they_are BEFORE UPDATE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER log_checkpoints_stay BEFORE DELETE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER published_stay_as_they_are BEFORE UPDATE ON published
BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
CREATE TRIGGER published_stay BEFORE DELETE ON published
BEGIN SELECT RAISE(ABORT, 'what was published stays'); END;
