// The process that is killed: the app's own receiver with its threads, without the pages.
import * as health from "../../app/api/health/route";
import * as ingest from "../../app/api/ingest/[source]/route";
import { serveRoutes } from "../route-server";

const { url } = await serveRoutes(
  [
    [/^\/api\/health$/, health],
    [/^\/api\/ingest\/([^/?]+)/, ingest],
  ],
  Number(process.env.PORT),
);
console.log(url);
