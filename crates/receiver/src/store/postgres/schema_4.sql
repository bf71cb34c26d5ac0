-- From version 3 to version 4: a tombstone that somebody wrote at a prompt keeps nobody's records here. What it said of a record
-- that is still there gives way to what became of that.

CREATE OR REPLACE FUNCTION ciente_erase(of_tenant TEXT, of_subject TEXT, at TEXT, why TEXT) RETURNS BIGINT
LANGUAGE sql SECURITY DEFINER AS $$
    WITH gone AS (
        DELETE FROM acknowledgements WHERE tenant = of_tenant AND subject = of_subject RETURNING log_index, tenant
    ), buried AS (
        INSERT INTO tombstones (log_index, tenant, erased_at, reason) SELECT log_index, tenant, at, why FROM gone
        ON CONFLICT (log_index) DO UPDATE SET tenant = excluded.tenant, erased_at = excluded.erased_at, reason = excluded.reason
        RETURNING 1
    )
    SELECT count(*) FROM buried
$$;

CREATE OR REPLACE FUNCTION ciente_expire() RETURNS BIGINT
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
        FROM gone
        ON CONFLICT (log_index) DO UPDATE SET tenant = excluded.tenant, erased_at = excluded.erased_at, reason = excluded.reason
        RETURNING 1
    )
    SELECT count(*) FROM buried
$$;

DO $$
DECLARE
    home TEXT := (SELECT relnamespace::regnamespace FROM pg_class WHERE oid = 'ciente_schema'::regclass);
BEGIN
    -- A function that is replaced loses its settings, and keeps who may run it.
    EXECUTE format('ALTER FUNCTION ciente_expire() SET search_path = %s, pg_temp', home);
    EXECUTE format('ALTER FUNCTION ciente_erase(TEXT, TEXT, TEXT, TEXT) SET search_path = %s, pg_temp', home);
END
$$;

UPDATE ciente_schema SET version = 4;
