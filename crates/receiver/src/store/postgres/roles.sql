-- A role for the receiver that can add and read, and cannot change or remove: run this as the owner of the tables, after
-- schema.sql or a first start, with  psql -v service=ciente_service -f roles.sql
-- `ciente erase` is run as the owner.

GRANT SELECT, INSERT ON acknowledgements, log_identity, log_nodes, log_checkpoints, tombstones, published TO :"service";
GRANT SELECT ON ciente_schema TO :"service";
REVOKE UPDATE, DELETE, TRUNCATE ON acknowledgements, log_identity, log_nodes, log_checkpoints, tombstones, published
    FROM :"service";
GRANT EXECUTE ON FUNCTION ciente_expire(TEXT[], BOOLEAN, TEXT, TEXT, TEXT) TO :"service";
-- What the webhook has been told of is no evidence: it is moved on and forgotten.
GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_cursor, webhook_events TO :"service";
