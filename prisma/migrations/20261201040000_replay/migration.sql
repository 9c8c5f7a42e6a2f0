-- Rejected lines can be read again: an import says which one it came from, a line what became of it.
ALTER TABLE "import" ADD COLUMN "context" BYTEA, ADD COLUMN "replay_of" INTEGER;

ALTER TABLE "reject" ADD COLUMN "replayed_at" TIMESTAMPTZ(3), ADD COLUMN "replayed_by" TEXT, ADD COLUMN "replayed_in" INTEGER,
  ADD COLUMN "replayed_line" INTEGER, ADD COLUMN "replayed_version" TEXT, ADD COLUMN "whole" BOOLEAN NOT NULL DEFAULT true,
  ALTER COLUMN "sealed" DROP NOT NULL;

-- Units that were kept before this was noted: their reasons tell which of them no format has seen.
UPDATE "reject" SET "whole" = false WHERE "reason" ~ '^(line|element) is longer than |^element is (?!neither)|^record is |^data is ';
