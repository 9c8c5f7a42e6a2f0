-- Distributes the facts by workload (docs/how-to/scale-out.md). Where Citus is absent: a message, and no change.
DO $$
DECLARE
  dimension text;
  fact text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
    RAISE NOTICE 'Citus is not installed in this database: nothing is distributed.';
    RETURN;
  END IF;
  -- Hours and days are those of UTC on every node; what a session sets on the coordinator does not reach the workers.
  EXECUTE format('ALTER DATABASE %I SET timezone TO ''UTC''', current_database());
  FOREACH dimension IN ARRAY ARRAY['workload', 'endpoint', 'tls_profile', 'caller', 'user_agent', 'job'] LOOP
    EXECUTE format('SELECT create_reference_table(%L)', dimension);
  END LOOP;
  PERFORM create_distributed_table('traffic_key', 'workload_id');
  FOREACH fact IN ARRAY ARRAY['connection', 'traffic_hour', 'run_endpoint'] LOOP
    EXECUTE format('SELECT create_distributed_table(%L, ''workload_id'', colocate_with => ''traffic_key'')', fact);
  END LOOP;
END $$;
