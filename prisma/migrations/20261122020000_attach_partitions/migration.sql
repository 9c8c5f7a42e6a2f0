-- A partition is made beside the table and attached: ATTACH takes SHARE UPDATE EXCLUSIVE on the parent, which batches
-- being written do not wait for; CREATE TABLE … PARTITION OF takes ACCESS EXCLUSIVE, which they would.
CREATE OR REPLACE FUNCTION "attach_partition"(parent text, child text, low text, high text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('waybill:partition:' || parent));
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING STORAGE)', child, parent);
  IF parent = 'connection' THEN
    EXECUTE format('CREATE INDEX %I ON %I USING brin ("time") WITH (pages_per_range = 16, autosummarize = on)', child || '_time', child);
  END IF;
  EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child, low, high);
END $$;

CREATE OR REPLACE FUNCTION "ensure_day_partition"(parent text, day date) RETURNS void LANGUAGE sql AS $$
  SELECT attach_partition(parent, parent || '_' || to_char(day, 'YYYYMMDD'),
    to_char(day, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(day + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
$$;

CREATE OR REPLACE FUNCTION "ensure_month_partition"(parent text, day date) RETURNS void LANGUAGE sql AS $$
  SELECT attach_partition(parent, parent || '_' || to_char(day, 'YYYYMM'),
    to_char(date_trunc('month', day::timestamp), 'YYYY-MM-DD') || CASE parent WHEN 'run_endpoint' THEN '' ELSE ' 00:00:00+00' END,
    to_char(date_trunc('month', day::timestamp) + interval '1 month', 'YYYY-MM-DD') || CASE parent WHEN 'run_endpoint' THEN '' ELSE ' 00:00:00+00' END);
$$;

ALTER TABLE "file_cursor" ADD COLUMN "line" INTEGER NOT NULL DEFAULT 0;

-- The receipt is the last row of a batch; what hangs on it comes before.
ALTER TABLE "raw_block" ALTER CONSTRAINT "raw_block_import_id_fkey" DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE "reject" ALTER CONSTRAINT "reject_import_id_fkey" DEFERRABLE INITIALLY DEFERRED;
