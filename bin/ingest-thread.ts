// A thread of the server that takes logs in (lib/ingest/import-threads.ts starts it).
import { openDb } from "../lib/db/client";
import { env } from "../lib/env";
import { serveImports } from "../lib/ingest/import-thread";

/** A batch's own, one for names, one for partitions; twice, since two batches may share a thread. */
serveImports(openDb(env.databaseUrl, 6));
