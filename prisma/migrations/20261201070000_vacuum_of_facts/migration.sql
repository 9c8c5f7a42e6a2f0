-- A day of records only grows, and is dropped as a whole. By default the server's housekeeping reads it again at each fifth
-- more, and draws a sample of 36 columns at each tenth: while a log came in, that took as much time as writing it.
CREATE OR REPLACE FUNCTION "attach_partition"(parent text, child text, low text, high text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('waybill:partition:' || parent));
  PERFORM 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = child AND n.nspname = current_schema();
  IF FOUND THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE)', child, parent);
  IF parent = 'connection' THEN
    EXECUTE format('CREATE INDEX %I ON %I USING brin ("time") WITH (pages_per_range = 16, autosummarize = on)', child || '_time', child);
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_insert_scale_factor = 1, autovacuum_analyze_scale_factor = 0.5)', child);
  END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, low, high);
END $$;

DO $$
DECLARE
  child regclass;
BEGIN
  FOR child IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = '"connection"'::regclass LOOP
    EXECUTE format('ALTER TABLE %s SET (autovacuum_vacuum_insert_scale_factor = 1, autovacuum_analyze_scale_factor = 0.5)', child);
  END LOOP;
END $$;
