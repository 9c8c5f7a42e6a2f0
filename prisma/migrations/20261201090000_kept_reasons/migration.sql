-- What a source keeps in full has a reason, a day and a person. Who turned it on before reasons were asked is in the journal alone.
ALTER TABLE "source"
  ADD COLUMN "keep_queries_reason" TEXT,
  ADD COLUMN "keep_queries_by" TEXT,
  ADD COLUMN "keep_queries_since" TIMESTAMPTZ(3),
  ADD COLUMN "keep_users_reason" TEXT,
  ADD COLUMN "keep_users_by" TEXT,
  ADD COLUMN "keep_users_since" TIMESTAMPTZ(3);

UPDATE "source" SET "keep_queries_reason" = 'Kept since before reasons were asked.' WHERE "keep_queries";
UPDATE "source" SET "keep_users_reason" = 'Kept since before reasons were asked.' WHERE "keep_users";

-- A check that comes to null passes: what is missing must come to false.
ALTER TABLE "source"
  ADD CONSTRAINT "source_keep_queries_reason" CHECK (
    CASE WHEN "keep_queries" THEN coalesce(char_length(btrim("keep_queries_reason")) BETWEEN 10 AND 500, false)
    ELSE num_nonnulls("keep_queries_reason", "keep_queries_by", "keep_queries_since") = 0 END),
  ADD CONSTRAINT "source_keep_users_reason" CHECK (
    CASE WHEN "keep_users" THEN coalesce(char_length(btrim("keep_users_reason")) BETWEEN 10 AND 500, false)
    ELSE num_nonnulls("keep_users_reason", "keep_users_by", "keep_users_since") = 0 END);
