-- After waiting for the lock, to_regclass may answer from what this session knew before: an advisory lock brings no news
-- of the catalogue. A query has a snapshot of its own, and sees the partition that another batch has made meanwhile.
CREATE OR REPLACE FUNCTION "attach_partition"(parent text, child text, low text, high text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('waybill:partition:' || parent));
  PERFORM 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = child AND n.nspname = current_schema();
  IF FOUND THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE)', child, parent);
  IF parent = 'connection' THEN
    EXECUTE format('CREATE INDEX %I ON %I USING brin ("time") WITH (pages_per_range = 16, autosummarize = on)', child || '_time', child);
  END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, low, high);
END $$;
