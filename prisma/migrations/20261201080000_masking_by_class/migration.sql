-- Query values and users are kept in full by two choices; a source that kept both by one goes on keeping both.
ALTER TABLE "source" ADD COLUMN "keep_queries" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "keep_users" BOOLEAN NOT NULL DEFAULT false;

UPDATE "source" SET "keep_queries" = true, "keep_users" = true WHERE "unmasked";

ALTER TABLE "source" DROP COLUMN "unmasked";
