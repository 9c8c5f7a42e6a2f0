// A thread of the server that takes logs in (lib/ingest/import-threads.ts starts it).
import { openDb } from "../lib/db/client";
import { env } from "../lib/env";
import { serveImports } from "../lib/ingest/import-thread";

/** Eight batches may share a thread; what they ask beside their own connections is short. */
serveImports(openDb(env.databaseUrl, 10));
