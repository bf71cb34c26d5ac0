-- A role for the receiver that can add and read, and cannot change or remove: run this as the owner of the tables, after
-- their first start, and again after a release that added some, with  psql -v service=ciente_service -f roles.sql
-- `ciente erase` is run as the owner.

-- Tables in a schema of their own:  GRANT USAGE ON SCHEMA name TO :"service";  and the role's search_path names it.
GRANT SELECT, INSERT ON acknowledgements, log_identity, log_nodes, log_checkpoints, published TO :"service";
GRANT SELECT ON ciente_schema, tombstones, retention TO :"service";
REVOKE UPDATE, DELETE, TRUNCATE ON acknowledgements, log_identity, log_nodes, log_checkpoints, published FROM :"service";
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON tombstones, retention FROM :"service";
-- It removes what is over its time by the server's clock and by the periods in `retention`, which only the owner sets. With
-- `--keep P5Y --keep 1400000000=P1Y`, set them so:
--   INSERT INTO retention (tenant, period) VALUES ('', 'P5Y'), ('1400000000', 'P1Y')
--     ON CONFLICT (tenant) DO UPDATE SET period = excluded.period;
GRANT EXECUTE ON FUNCTION ciente_expire() TO :"service";
-- What the webhook has been told of is no evidence: it is moved on and forgotten.
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_cursor, webhook_events TO :"service";
