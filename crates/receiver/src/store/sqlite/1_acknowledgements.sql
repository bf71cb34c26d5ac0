PRAGMA application_id = 0x4369656e;

-- One row a record, one column a member; `body` is the whole once more, as the canonical JSON (RFC 8785) that a replay is
-- compared with and a receipt is made from. AUTOINCREMENT: the number of a removed row is never given again.
CREATE TABLE acknowledgements (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    id          TEXT NOT NULL UNIQUE,
    notice      TEXT NOT NULL,
    version     TEXT NOT NULL,
    locale      TEXT NOT NULL,
    digest      TEXT NOT NULL,
    tenant      TEXT NOT NULL,
    subject     TEXT NOT NULL,
    action      TEXT NOT NULL CHECK (action IN ('acknowledged', 'declined')),
    shown_at    TEXT NOT NULL,
    acted_at    TEXT NOT NULL,
    widget      TEXT NOT NULL,
    origin      TEXT NOT NULL,
    received_at TEXT NOT NULL,
    body        TEXT NOT NULL
) STRICT;

-- "Has this subject acknowledged this notice?": the newest first, because an index ends with the row's number.
CREATE INDEX acknowledgements_by_holder ON acknowledgements (tenant, subject, notice, action);
