import { subscribe } from "node:diagnostics_channel";
import type { Server } from "node:http";

/** Node ends a request whose body takes longer than five minutes; a large log over a slow line does. An upload that stands still is ended by its receiver. */
const UPLOAD_MS = 3_600_000;

/** Gives uploads the time that their routes have (`maxDuration`), on whatever server Next has made. */
export function allowLongUploads(): void {
  subscribe("http.server.request.start", (message) => {
    const { server } = message as { server: Server };
    server.requestTimeout = UPLOAD_MS;
  });
}
