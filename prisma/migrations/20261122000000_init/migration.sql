-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "observation_kind" AS ENUM ('request', 'connection', 'query', 'handshake');

-- CreateEnum
CREATE TYPE "host_origin" AS ENUM ('sni', 'host-header', 'connect', 'url', 'log', 'dns-join', 'none');

-- CreateEnum
CREATE TYPE "direction" AS ENUM ('outbound', 'inbound', 'internal', 'external', 'unknown');

-- CreateEnum
CREATE TYPE "engine_action" AS ENUM ('allowed', 'denied', 'alerted', 'unknown', 'none');

-- CreateEnum
CREATE TYPE "verdict" AS ENUM ('allowed', 'reported', 'denied', 'unknown', 'unjudged');

-- CreateEnum
CREATE TYPE "outcome" AS ENUM ('conforming', 'false-reject', 'reported', 'blocked', 'violation', 'unexplained', 'not-left');

-- CreateEnum
CREATE TYPE "name_proof" AS ENUM ('proven', 'consistent', 'claimed', 'unknown', 'contradicted');

-- CreateEnum
CREATE TYPE "finding_status" AS ENUM ('open', 'acknowledged', 'resolved', 'accepted');

-- CreateEnum
CREATE TYPE "severity" AS ENUM ('low', 'medium', 'high', 'critical');

-- CreateTable
CREATE TABLE "connection" (
    "workload_id" BIGINT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "part" SMALLINT NOT NULL,
    "traffic_key_id" BIGINT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "rule" INTEGER NOT NULL,
    "verdict" "verdict" NOT NULL,
    "action" "engine_action" NOT NULL,
    "outcome" "outcome" NOT NULL,
    "src_ip" INET,
    "src_port" INTEGER,
    "src_nat_ip" INET,
    "dst_ip" INET,
    "duration_ms" INTEGER,
    "endpoint_id" BIGINT,
    "tls_id" BIGINT,
    "caller_id" BIGINT,
    "agent_id" BIGINT,
    "run_id" BIGINT,
    "status" SMALLINT,
    "attempt" SMALLINT,
    "bytes_out" BIGINT,
    "bytes_in" BIGINT,
    "packets_out" BIGINT,
    "packets_in" BIGINT,
    "count" INTEGER NOT NULL DEFAULT 1,
    "twin" BOOLEAN NOT NULL DEFAULT false,
    "answered" BOOLEAN,
    "src_user" TEXT,
    "url" TEXT,
    "session_id" TEXT,
    "trace_id" TEXT,
    "engine_rule" TEXT,
    "detail" JSONB
) PARTITION BY RANGE ("time");

-- CreateTable
CREATE TABLE "traffic_key" (
    "workload_id" BIGINT NOT NULL,
    "id" BIGINT NOT NULL,
    "source_id" INTEGER NOT NULL,
    "kind" "observation_kind" NOT NULL,
    "direction" "direction" NOT NULL,
    "host" TEXT,
    "host_origin" "host_origin" NOT NULL,
    "domain" TEXT,
    "ip" INET,
    "port" INTEGER,
    "protocol" TEXT,
    "application" TEXT,
    "proof" "name_proof" NOT NULL,
    "country" CHAR(2),
    "operator_country" CHAR(2),
    "asn" BIGINT,
    "job_id" BIGINT,

    CONSTRAINT "traffic_key_pkey" PRIMARY KEY ("workload_id","id")
);

-- CreateTable
CREATE TABLE "traffic_hour" (
    "workload_id" BIGINT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "traffic_key_id" BIGINT NOT NULL,
    "policy_version" INTEGER NOT NULL,
    "rule" INTEGER NOT NULL,
    "verdict" "verdict" NOT NULL,
    "action" "engine_action" NOT NULL,
    "outcome" "outcome" NOT NULL,
    "count" BIGINT NOT NULL,
    "bytes_out" BIGINT NOT NULL,
    "bytes_in" BIGINT NOT NULL,
    "packets_out" BIGINT NOT NULL,
    "packets_in" BIGINT NOT NULL,
    "status_2xx" BIGINT NOT NULL,
    "status_3xx" BIGINT NOT NULL,
    "status_4xx" BIGINT NOT NULL,
    "status_5xx" BIGINT NOT NULL,
    "retryable" BIGINT NOT NULL,
    "retries" BIGINT NOT NULL,
    "unanswered" BIGINT NOT NULL,
    "weak_tls" BIGINT NOT NULL,
    "duration_ms" BIGINT NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "traffic_hour_pkey" PRIMARY KEY ("workload_id","hour","traffic_key_id","policy_version","rule","verdict","action","outcome")
) PARTITION BY RANGE ("hour");

-- CreateTable
CREATE TABLE "run_endpoint" (
    "workload_id" BIGINT NOT NULL,
    "run_id" BIGINT NOT NULL,
    "day" DATE NOT NULL,
    "endpoint_id" BIGINT NOT NULL,
    "traffic_key_id" BIGINT NOT NULL,
    "verdict" "verdict" NOT NULL,
    "action" "engine_action" NOT NULL,
    "outcome" "outcome" NOT NULL,
    "status_class" SMALLINT NOT NULL,
    "attempt" SMALLINT NOT NULL,
    "count" BIGINT NOT NULL,
    "bytes_out" BIGINT NOT NULL,
    "bytes_in" BIGINT NOT NULL,
    "duration_ms" BIGINT NOT NULL,
    "unanswered" BIGINT NOT NULL,
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_endpoint_pkey" PRIMARY KEY ("workload_id","run_id","day","endpoint_id","traffic_key_id","verdict","action","outcome","status_class","attempt")
) PARTITION BY RANGE ("day");

-- CreateTable
CREATE TABLE "workload" (
    "id" BIGINT NOT NULL,
    "service" TEXT NOT NULL,
    "environment" TEXT,
    "team" TEXT,
    "tags" JSONB NOT NULL DEFAULT '{}',
    "provisional" BOOLEAN NOT NULL DEFAULT false,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "endpoint" (
    "id" BIGINT NOT NULL,
    "method" TEXT,
    "host" TEXT,
    "port" INTEGER,
    "path" TEXT,

    CONSTRAINT "endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tls_profile" (
    "id" BIGINT NOT NULL,
    "version" TEXT,
    "cipher" TEXT,
    "sni" TEXT,
    "alpn" TEXT,
    "ja3" TEXT,
    "ja3s" TEXT,
    "ja4" TEXT,
    "subject" TEXT,
    "issuer" TEXT,
    "names" TEXT[],
    "not_before" TIMESTAMPTZ(3),
    "not_after" TIMESTAMPTZ(3),
    "sha256" TEXT,
    "validation" TEXT,
    "established" BOOLEAN,
    "error" TEXT,

    CONSTRAINT "tls_profile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "caller" (
    "id" BIGINT NOT NULL,
    "service" TEXT,
    "environment" TEXT,
    "team" TEXT,
    "interface_id" TEXT,
    "instance_id" TEXT,
    "account_id" TEXT,
    "host_name" TEXT,
    "process" TEXT,
    "tags" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "caller_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_agent" (
    "id" BIGINT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "user_agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job" (
    "id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "options" JSONB NOT NULL DEFAULT '{}',
    "tags" JSONB NOT NULL DEFAULT '{}',
    "token_hash" TEXT,
    "token_hint" TEXT,
    "unmasked" BOOLEAN NOT NULL DEFAULT false,
    "keep_internal" BOOLEAN NOT NULL DEFAULT false,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "silent_after" INTEGER NOT NULL DEFAULT 1440,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "first_record_at" TIMESTAMPTZ(3),
    "last_record_at" TIMESTAMPTZ(3),

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import" (
    "id" SERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "origin" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "bytes" BIGINT NOT NULL,
    "lines" INTEGER NOT NULL,
    "used" INTEGER NOT NULL,
    "connections" INTEGER NOT NULL,
    "duplicates" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "rejected" INTEGER NOT NULL,
    "skip_reasons" JSONB NOT NULL DEFAULT '{}',
    "reject_reasons" JSONB NOT NULL DEFAULT '{}',
    "first_time" TIMESTAMPTZ(3),
    "last_time" TIMESTAMPTZ(3),
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_cursor" (
    "source_id" INTEGER NOT NULL,
    "file" TEXT NOT NULL,
    "offset" BIGINT NOT NULL,
    "prefix_hash" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_cursor_pkey" PRIMARY KEY ("source_id","file")
);

-- CreateTable
CREATE TABLE "raw_block" (
    "import_id" INTEGER NOT NULL,
    "first_line" INTEGER NOT NULL,
    "last_line" INTEGER NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "raw_block_pkey" PRIMARY KEY ("import_id","first_line")
);

-- CreateTable
CREATE TABLE "reject" (
    "import_id" INTEGER NOT NULL,
    "line" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "format" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "masked" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "reject_pkey" PRIMARY KEY ("import_id","line")
);

-- CreateTable
CREATE TABLE "dns_answer" (
    "received" TIMESTAMPTZ(3) NOT NULL,
    "client" INET NOT NULL,
    "address" INET NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "name" TEXT NOT NULL,
    "ttl" INTEGER NOT NULL,
    "source_id" INTEGER NOT NULL,

    CONSTRAINT "dns_answer_pkey" PRIMARY KEY ("client","address","time","name","received")
) PARTITION BY RANGE ("received");

-- CreateTable
CREATE TABLE "workload_mapping" (
    "id" SERIAL NOT NULL,
    "by" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "environment" TEXT,
    "team" TEXT,
    "priority" INTEGER NOT NULL DEFAULT 1000,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,

    CONSTRAINT "workload_mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" BIGINT NOT NULL,
    "job_id" BIGINT NOT NULL,
    "external_id" TEXT NOT NULL,
    "workload_id" BIGINT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "exit_code" INTEGER,
    "host" TEXT,
    "callers" INET[],
    "origin" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_window" (
    "id" SERIAL NOT NULL,
    "job" TEXT NOT NULL,
    "cidr" INET NOT NULL,
    "start_minute" INTEGER NOT NULL,
    "minutes" INTEGER NOT NULL,
    "weekdays" INTEGER[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT,

    CONSTRAINT "job_window_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "version" INTEGER NOT NULL,
    "yaml" TEXT NOT NULL,
    "note" TEXT,
    "published_at" TIMESTAMPTZ(3) NOT NULL,
    "published_by" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("version")
);

-- CreateTable
CREATE TABLE "policy_rule" (
    "version" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "rule_id" TEXT NOT NULL,
    "owner" TEXT,
    "reason" TEXT,
    "ticket" TEXT,
    "kind" TEXT,
    "mode" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3),
    "review_days" INTEGER,
    "proof" TEXT,
    "matches" TEXT NOT NULL,

    CONSTRAINT "policy_rule_pkey" PRIMARY KEY ("version","index")
);

-- CreateTable
CREATE TABLE "rule_confirmation" (
    "id" SERIAL NOT NULL,
    "rule_id" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "rule_confirmation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_run" (
    "id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "rules" TEXT[],
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL DEFAULT '{}',
    "error" TEXT,

    CONSTRAINT "audit_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "severity" "severity" NOT NULL,
    "status" "finding_status" NOT NULL DEFAULT 'open',
    "first_seen" TIMESTAMPTZ(3) NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "service" TEXT,
    "environment" TEXT,
    "team" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "evidence" TEXT NOT NULL,
    "assignee" TEXT,
    "accepted_until" TIMESTAMPTZ(3),
    "status_reason" TEXT,
    "status_by" TEXT,
    "status_at" TIMESTAMPTZ(3),
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "baseline" (
    "rule" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "median" DOUBLE PRECISION NOT NULL,
    "mad" DOUBLE PRECISION NOT NULL,
    "mean" DOUBLE PRECISION NOT NULL,
    "deviation" DOUBLE PRECISION NOT NULL,
    "samples" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "baseline_pkey" PRIMARY KEY ("rule","subject","bucket")
);

-- CreateTable
CREATE TABLE "data_register" (
    "id" SERIAL NOT NULL,
    "service" TEXT NOT NULL,
    "environment" TEXT NOT NULL DEFAULT '',
    "classes" TEXT[],
    "purpose" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "data_register_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recipient_register" (
    "id" SERIAL NOT NULL,
    "host" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "countries" TEXT[],
    "valid_from" DATE,
    "valid_until" DATE,
    "document" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "recipient_register_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "register_export" (
    "id" SERIAL NOT NULL,
    "exported_at" TIMESTAMPTZ(3) NOT NULL,
    "exported_by" TEXT NOT NULL,
    "rows" JSONB NOT NULL,

    CONSTRAINT "register_export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "teams" TEXT[],
    "password_hash" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "agent" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" TEXT NOT NULL,
    "person_id" UUID,
    "purpose" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "journal" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "webhook_id" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" BIGSERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "unique_key" TEXT,
    "input" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "run_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "mark" (
    "id" SERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "service" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "mark_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "traffic_key_host_idx" ON "traffic_key"("host");

-- CreateIndex
CREATE INDEX "traffic_key_domain_idx" ON "traffic_key"("domain");

-- CreateIndex
CREATE INDEX "traffic_hour_hour_idx" ON "traffic_hour" USING BRIN ("hour");

-- CreateIndex
CREATE UNIQUE INDEX "source_name_key" ON "source"("name");

-- CreateIndex
CREATE UNIQUE INDEX "source_token_hash_key" ON "source"("token_hash");

-- CreateIndex
CREATE INDEX "import_source_id_received_at_idx" ON "import"("source_id", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "import_source_id_key_key" ON "import"("source_id", "key");

-- CreateIndex
CREATE UNIQUE INDEX "workload_mapping_by_value_key" ON "workload_mapping"("by", "value");

-- CreateIndex
CREATE INDEX "run_started_at_idx" ON "run"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "run_job_id_external_id_key" ON "run"("job_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_rule_version_rule_id_key" ON "policy_rule"("version", "rule_id");

-- CreateIndex
CREATE INDEX "rule_confirmation_rule_id_confirmed_at_idx" ON "rule_confirmation"("rule_id", "confirmed_at");

-- CreateIndex
CREATE INDEX "audit_run_requested_at_idx" ON "audit_run"("requested_at");

-- CreateIndex
CREATE INDEX "finding_status_severity_idx" ON "finding"("status", "severity");

-- CreateIndex
CREATE INDEX "finding_last_seen_idx" ON "finding"("last_seen");

-- CreateIndex
CREATE UNIQUE INDEX "data_register_service_environment_key" ON "data_register"("service", "environment");

-- CreateIndex
CREATE UNIQUE INDEX "recipient_register_host_key" ON "recipient_register"("host");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "journal_at_idx" ON "journal"("at");

-- CreateIndex
CREATE INDEX "journal_subject_idx" ON "journal"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_name_key" ON "webhook"("name");

-- CreateIndex
CREATE INDEX "outbox_sent_at_next_at_idx" ON "outbox"("sent_at", "next_at");

-- CreateIndex
CREATE INDEX "task_done_at_run_at_idx" ON "task"("done_at", "run_at");

-- CreateIndex
CREATE INDEX "mark_at_idx" ON "mark"("at");

-- AddForeignKey
ALTER TABLE "import" ADD CONSTRAINT "import_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "file_cursor" ADD CONSTRAINT "file_cursor_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raw_block" ADD CONSTRAINT "raw_block_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reject" ADD CONSTRAINT "reject_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_rule" ADD CONSTRAINT "policy_rule_version_fkey" FOREIGN KEY ("version") REFERENCES "policy_version"("version") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What Prisma's schema cannot say -------------------------------------------------------------------------------

ALTER TABLE "import" ADD CONSTRAINT "import_account" CHECK (lines = used + duplicates + skipped + rejected);
ALTER TABLE "import" ADD CONSTRAINT "import_not_negative" CHECK (lines >= 0 AND used >= 0 AND connections >= used AND duplicates >= 0 AND skipped >= 0 AND rejected >= 0);

-- At most one waiting task of a key.
CREATE UNIQUE INDEX "task_waiting_key" ON "task"("unique_key") WHERE "done_at" IS NULL AND "leased_until" IS NULL;

-- Lines compress before they arrive: do not try again.
ALTER TABLE "raw_block" ALTER COLUMN "data" SET STORAGE EXTERNAL;

-- The journal is written once.
CREATE FUNCTION "journal_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only';
END $$;
CREATE TRIGGER "journal_append_only" BEFORE UPDATE OR DELETE ON "journal" FOR EACH ROW EXECUTE FUNCTION "journal_is_append_only"();

-- Partitions are made before a batch needs them. BRIN is on the partition, not on the parent, so that an old day
-- can turn columnar. Two that come at once wait for each other on an advisory lock held to the end of the transaction.
CREATE FUNCTION "ensure_day_partition"(parent text, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  child text := parent || '_' || to_char(day, 'YYYYMMDD');
BEGIN
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('waybill:partition:' || child));
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent,
    day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
  IF parent = 'connection' THEN
    EXECUTE format('CREATE INDEX %I ON %I USING brin ("time") WITH (pages_per_range = 16, autosummarize = on)', child || '_time', child);
  END IF;
END $$;

CREATE FUNCTION "ensure_month_partition"(parent text, day date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first date := date_trunc('month', day::timestamp)::date;
  child text := parent || '_' || to_char(first, 'YYYYMM');
BEGIN
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('waybill:partition:' || child));
  IF to_regclass(format('%I', child)) IS NOT NULL THEN RETURN; END IF;
  IF parent = 'run_endpoint' THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent, first, (first + interval '1 month')::date);
  ELSE
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent,
      first::timestamp AT TIME ZONE 'UTC', (first + interval '1 month')::timestamp AT TIME ZONE 'UTC');
  END IF;
END $$;
