-- The kind decides which rows a figure counts; kept beside the key so that no figure needs the join for it.
ALTER TABLE "traffic_hour" ADD COLUMN "kind" "observation_kind" NOT NULL;
