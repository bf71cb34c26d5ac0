-- From version 2 to version 3: how long records are kept is the word of the tables' owner, and when that is over is told by
-- the server's clock. Whoever may run ciente_expire can no longer choose what goes, when it went, or why.

-- A period (ISO 8601, whole days) by tenant. The empty tenant stands for all that have no row of their own. A receiver whose
-- role may write here keeps this as its `--keep` says; else the owner does.
CREATE TABLE retention (
    tenant TEXT PRIMARY KEY,
    period TEXT NOT NULL CHECK (period ~ '^P[0-9YMWD]+$' AND period::interval > interval '0'
        AND timestamp '2026-01-01' - period::interval >= timestamp '1026-01-01')
);

-- At most a thousand at a time: whoever wants to record must not wait for a whole year's. To compile a statement about so many
-- partitions takes seconds, and it runs for milliseconds.
CREATE FUNCTION ciente_expire() RETURNS BIGINT
LANGUAGE sql SECURITY DEFINER SET jit = off AS $$
    WITH rules AS (
        SELECT tenant, period,
            to_char((now() AT TIME ZONE 'UTC') - period::interval, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS before
        FROM retention
    ), over AS (
        SELECT record.id, rules.period FROM acknowledgements AS record JOIN rules ON record.received_at < rules.before
            AND (rules.tenant = record.tenant OR rules.tenant = ''
                AND NOT EXISTS (SELECT 1 FROM rules AS own WHERE own.tenant = record.tenant))
        LIMIT 1000
    ), gone AS (
        DELETE FROM acknowledgements AS record USING over WHERE record.id = over.id
        RETURNING record.log_index, record.tenant, over.period
    ), buried AS (
        INSERT INTO tombstones (log_index, tenant, erased_at, reason)
        SELECT log_index, tenant, to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'retention ' || period
        FROM gone RETURNING 1
    )
    SELECT count(*) FROM buried
$$;
REVOKE ALL ON FUNCTION ciente_expire() FROM PUBLIC;

DO $$
DECLARE
    home TEXT := (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = 'ciente_schema'::regclass);
    former OID := to_regprocedure('ciente_expire(text[], boolean, text, text, text)');
    may RECORD;
BEGIN
    -- Temporary tables last: whoever calls them could else put a table of their own before one of these.
    EXECUTE format('ALTER FUNCTION ciente_expire() SET search_path = %s, pg_temp', home);
    EXECUTE format('ALTER FUNCTION ciente_erase(TEXT, TEXT, TEXT, TEXT) SET search_path = %s, pg_temp', home);
    -- Who could run the former one can run this one, and no longer write tombstones directly.
    FOR may IN
        SELECT grantee::regrole AS role FROM pg_proc, aclexplode(proacl)
        WHERE pg_proc.oid = former AND grantee NOT IN (0, proowner) AND privilege_type = 'EXECUTE'
    LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION ciente_expire() TO %s', may.role);
        EXECUTE format('GRANT SELECT ON retention TO %s', may.role);
        EXECUTE format('REVOKE INSERT ON tombstones FROM %s', may.role);
    END LOOP;
    DROP FUNCTION ciente_expire(TEXT[], BOOLEAN, TEXT, TEXT, TEXT);
END
$$;

UPDATE ciente_schema SET version = 3;
