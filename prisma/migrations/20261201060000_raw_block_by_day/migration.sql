-- Lines rest as long as the records they made: a block belongs to the day of its newest record, and goes with that day's
-- partition. Deleting blocks row by row left as much to vacuum as the facts themselves would have.
ALTER TABLE "raw_block" RENAME TO "raw_block_before";
ALTER TABLE "raw_block_before" DROP CONSTRAINT "raw_block_import_id_fkey";
ALTER INDEX "raw_block_pkey" RENAME TO "raw_block_before_pkey";

-- No foreign key: dropping a partition would lock the table of imports. Whoever deletes an import deletes its blocks.
CREATE TABLE "raw_block" (
    "day" DATE NOT NULL,
    "import_id" INTEGER NOT NULL,
    "first_line" INTEGER NOT NULL,
    "last_line" INTEGER NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "raw_block_pkey" PRIMARY KEY ("import_id","first_line","day")
) PARTITION BY RANGE ("day");
-- Blocks are compressed already.
ALTER TABLE "raw_block" ALTER COLUMN "data" SET STORAGE EXTERNAL;

SELECT ensure_day_partition('raw_block', d) FROM (
  SELECT DISTINCT (coalesce(i.last_time, i.received_at) AT TIME ZONE 'UTC')::date AS d
  FROM "raw_block_before" b JOIN "import" i ON i.id = b.import_id
) days;
INSERT INTO "raw_block" ("day", "import_id", "first_line", "last_line", "data")
  SELECT (coalesce(i.last_time, i.received_at) AT TIME ZONE 'UTC')::date, b.import_id, b.first_line, b.last_line, b.data
  FROM "raw_block_before" b JOIN "import" i ON i.id = b.import_id;
DROP TABLE "raw_block_before";
