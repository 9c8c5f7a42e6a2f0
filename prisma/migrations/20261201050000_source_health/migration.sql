-- How a source is: how long its records took, whether it samples, how much it may send, and what it told of each hour.
ALTER TABLE "import" ADD COLUMN "lag" INTEGER[], ADD COLUMN "sampling" INTEGER;

ALTER TABLE "source" ADD COLUMN "rate_limit" JSONB NOT NULL DEFAULT '{}', ADD COLUMN "sampling" INTEGER;

CREATE TABLE "source_hour" (
    "source_id" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "connections" BIGINT NOT NULL,
    "quiet" BIGINT NOT NULL,
    "lost" BIGINT NOT NULL,

    CONSTRAINT "source_hour_pkey" PRIMARY KEY ("source_id","hour")
);

ALTER TABLE "source_hour" ADD CONSTRAINT "source_hour_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is there already is told by the roll-up, as far as it reaches.
INSERT INTO "source_hour" SELECT k.source_id, h.hour, sum(h.count), 0, 0
FROM "traffic_hour" h JOIN "traffic_key" k ON k.workload_id = h.workload_id AND k.id = h.traffic_key_id JOIN "source" s ON s.id = k.source_id
GROUP BY 1, 2;
