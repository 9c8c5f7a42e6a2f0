import type { Action } from "../../model/connection";

const actions: Record<string, Action> = {
  passthru: "allowed",
  allow: "allowed",
  // The answer goes out, and the hit is told; a client sent on to TCP gets its answer there.
  log: "alerted",
  disabled: "alerted",
  "tcp-only": "alerted",
  nxdomain: "denied",
  nodata: "denied",
  drop: "denied",
  block: "denied",
  refused: "denied",
  redirect: "denied",
  cname: "denied",
  substitute: "denied",
  "local-data": "denied",
};

/** What a response policy zone did, by its policy's name: whoever gets another answer than the asked one was denied. */
export const rpzAction = (policy: string | undefined): Action => actions[policy?.trim().toLowerCase() ?? ""] ?? "unknown";
