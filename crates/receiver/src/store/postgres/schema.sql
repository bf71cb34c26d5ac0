-- The receiver's tables in PostgreSQL 15 or later. They are made at first start, by whichever role starts it; or by their
-- owner in advance, with this file, and the receiver then runs as a role with fewer rights: see roles.sql.

CREATE TABLE ciente_schema (version INTEGER NOT NULL);
INSERT INTO ciente_schema (version) VALUES (1);

-- One row a record. Partitioned by time: a UUIDv7 begins with its time, so that ids are unique over all partitions and each
-- month has one of its own. Ids with another time go to the default partition.
CREATE TABLE acknowledgements (
    id            UUID PRIMARY KEY,
    log_index     BIGINT NOT NULL,
    salt          BYTEA NOT NULL,
    notice        TEXT NOT NULL,
    version       TEXT NOT NULL,
    locale        TEXT NOT NULL,
    digest        TEXT NOT NULL,
    tenant        TEXT NOT NULL,
    subject       TEXT NOT NULL,
    action        TEXT NOT NULL CHECK (action IN ('acknowledged', 'declined')),
    shown_at      TEXT NOT NULL,
    acted_at      TEXT NOT NULL,
    widget        TEXT NOT NULL,
    origin        TEXT NOT NULL,
    received_at   TEXT COLLATE "C" NOT NULL,
    authenticated BOOLEAN NOT NULL,
    body          TEXT NOT NULL
) PARTITION BY RANGE (id);
CREATE TABLE acknowledgements_other PARTITION OF acknowledgements DEFAULT;
CREATE INDEX acknowledgements_by_holder ON acknowledgements (tenant, subject, notice, action, log_index);
CREATE INDEX acknowledgements_by_log_index ON acknowledgements (log_index);
CREATE INDEX acknowledgements_by_arrival ON acknowledgements (tenant, received_at);

-- Whose log it is.
CREATE TABLE log_identity (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    verifier TEXT NOT NULL
);

-- The roots of the perfect subtrees of the Merkle tree (RFC 6962, 2.1); level 0 holds the leaves. The primary key is what
-- keeps the log one: of two that would give a number twice, one fails, whatever became of the lock.
CREATE TABLE log_nodes (
    level    INTEGER NOT NULL,
    position BIGINT NOT NULL,
    hash     BYTEA NOT NULL,
    PRIMARY KEY (level, position)
);

-- Every signed checkpoint, one a transaction: the receipt of record n carries the first whose size is greater than n.
CREATE TABLE log_checkpoints (
    size BIGINT PRIMARY KEY,
    note TEXT NOT NULL
);

-- What is left of an erased record.
CREATE TABLE tombstones (
    log_index BIGINT PRIMARY KEY,
    tenant    TEXT NOT NULL,
    erased_at TEXT NOT NULL,
    reason    TEXT NOT NULL
);

-- The words of every notice that was ever published here, as canonical JSON (RFC 8785).
CREATE TABLE published (
    digest  TEXT PRIMARY KEY,
    notice  TEXT NOT NULL,
    version TEXT NOT NULL,
    locale  TEXT NOT NULL,
    body    TEXT NOT NULL,
    since   TEXT COLLATE "C" NOT NULL
);

-- The only two ways in which a record goes. They run with the rights of their owner, so that the receiver's role needs no
-- DELETE: it may be granted the second, and not the first.
CREATE FUNCTION ciente_erase(of_tenant TEXT, of_subject TEXT, at TEXT, why TEXT) RETURNS BIGINT
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH gone AS (
        DELETE FROM acknowledgements WHERE tenant = of_tenant AND subject = of_subject RETURNING log_index, tenant
    ), buried AS (
        INSERT INTO tombstones (log_index, tenant, erased_at, reason) SELECT log_index, tenant, at, why FROM gone RETURNING 1
    )
    SELECT count(*) FROM buried
$$;

CREATE FUNCTION ciente_expire(names TEXT[], all_but BOOLEAN, before TEXT, at TEXT, why TEXT) RETURNS BIGINT
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH gone AS (
        DELETE FROM acknowledgements
        WHERE (tenant = ANY (names)) <> all_but AND received_at < before RETURNING log_index, tenant
    ), buried AS (
        INSERT INTO tombstones (log_index, tenant, erased_at, reason) SELECT log_index, tenant, at, why FROM gone RETURNING 1
    )
    SELECT count(*) FROM buried
$$;

REVOKE ALL ON FUNCTION ciente_erase(TEXT, TEXT, TEXT, TEXT) FROM PUBLIC;
REVOKE ALL ON FUNCTION ciente_expire(TEXT[], BOOLEAN, TEXT, TEXT, TEXT) FROM PUBLIC;
