import type { Connection } from "../../model/connection";
import { defineFormat } from "../format";
import { HubbleCallers } from "../readers/hubble-caller";
import { isFlow, readHubbleEvent } from "../readers/hubble-event";
import { readHubbleFlow } from "../readers/hubble-flow";
import { isObject, type JsonObject, readObject, textOf } from "../readers/json";
import { Reject, Skip, tell } from "../readers/outcome";
import { Recent } from "../readers/recent";

export const ciliumHubble = defineFormat({
  id: "cilium-hubble",
  name: "Cilium Hubble flows",
  reference: "https://docs.cilium.io/en/stable/_api/v1/flow/README/",
  guide: "cilium-hubble",
  counts: "no bytes: the log holds none",
  kinds: ["connection", "request", "query"],
  engine: true,
  detect: (head) => {
    const object = readObject(head.find((line) => line.trim() !== "") ?? "");
    const event = object && readHubbleEvent(object);
    return event !== undefined && (isFlow(event.flow) || event.other !== undefined);
  },
  open() {
    const told = new Recent(1 << 17);
    const callers = new HubbleCallers();
    return {
      read(unit, emit) {
        if (unit.trim() === "") return emit.skip("an empty line");
        const object = readObject(unit);
        if (!object) return emit.reject("the line is no JSON object");
        const event = readHubbleEvent(object);
        if (event?.other !== undefined)
          return emit.skip(event.other, event.time === undefined ? {} : { loggedTime: event.time }, event.isLoss ? "lost" : undefined);
        if (!event || !isFlow(event.flow)) return emit.reject("flow: absent.");
        const outcome = readHubbleFlow(event.flow, event.time, callers);
        if (!(outcome instanceof Skip || outcome instanceof Reject)) markTwin(outcome, event.flow, told);
        tell(emit, outcome);
      },
    };
  },
});

/**
 * A connection is told at each point that its packets pass, on each node: the first that says it is new counts, and the
 * first refusal. Of a request and its response the response counts, since it says how it went.
 */
function markTwin(c: Connection, flow: JsonObject, told: Recent): void {
  const l7 = flow["l7"];
  if (c.kind !== "connection") {
    if (isObject(l7) && textOf(l7["type"])?.toUpperCase() === "REQUEST" && c.action !== "denied") c.twin = true;
    return;
  }
  const key = `${c.srcIp} ${c.srcPort} ${c.dstIp ?? c.dstHost} ${c.dstPort} ${c.protocol}`;
  if (c.action === "denied" || c.action === "alerted") {
    if (!told.add(`${c.action} ${key}`)) c.twin = true;
  } else if (c.reply || !isNew(flow) || !told.add(key)) c.twin = true;
}

/** Event type 5 is a policy's verdict, which only the first packet gets. Before Cilium 1.13 nothing said "new". */
function isNew(flow: JsonObject): boolean {
  const event = flow["event_type"];
  if (isObject(event) && event["type"] === 5) return true;
  const reason = textOf(flow["trace_reason"]);
  if (reason !== undefined && reason !== "TRACE_REASON_UNKNOWN") return reason === "NEW";
  const tcp = isObject(flow["l4"]) ? flow["l4"]["TCP"] : undefined;
  const flags = isObject(tcp) && isObject(tcp["flags"]) ? tcp["flags"] : undefined;
  return flags === undefined || (flags["SYN"] === true && flags["ACK"] !== true);
}
