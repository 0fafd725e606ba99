-- Only what a reader needs stays open to everyone. These databases are our own; elsewhere PUBLIC is the customer's.
-- step: locked down
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;

-- Functions that wait, lock, notify, write large objects or run text as SQL: a reader has no use for them,
-- and a read-only transaction stops only some of them.
DO $$
DECLARE
    signature regprocedure;
BEGIN
    FOR signature IN
        SELECT oid::regprocedure
        FROM pg_catalog.pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace
          AND (
              proname ~ '^(pg_sleep|pg_advisory|pg_try_advisory|lo_|query_to_xml|cursor_to_xml|table_to_xml)'
              OR proname ~ '^(schema_to_xml|database_to_xml|pg_logical|pg_replication|pg_export_snapshot)'
              OR proname IN ('pg_notify', 'loread', 'lowrite', 'pg_cancel_backend', 'pg_terminate_backend')
          )
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', signature);
    END LOOP;
END $$;
