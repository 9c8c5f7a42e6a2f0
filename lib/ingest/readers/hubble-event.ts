import { isObject, type JsonObject, readObject, textOf } from "./json";
import { readIsoTime } from "./time";
import { unwrap } from "./unwrap";

export interface HubbleEvent {
  flow: JsonObject;
  time?: number;
  /** What it is, where it is no flow. */
  other?: string;
  /** Whether it says that flows are missing. */
  isLoss?: boolean;
}

const others: Record<string, string> = {
  lost_events: "flows were lost before Hubble could tell of them",
  node_status: "the state of a node",
  agent_event: "a message of the agent",
  debug_event: "a message for debugging",
};

/** The flow of an exported line, of `hubble observe -o jsonpb`, of the older `-o json`, or inside a shipper's envelope. */
export function readHubbleEvent(object: JsonObject): HubbleEvent | undefined {
  let event: JsonObject | undefined = object;
  for (let depth = 0; event && depth < 4; depth++) {
    const time = timeOf(event["time"]);
    if (isObject(event["flow"])) return { flow: event["flow"], time: timeOf(event["flow"]["time"]) ?? time };
    for (const [name, reason] of Object.entries(others))
      if (isObject(event[name])) return { flow: event[name], time, other: reason, isLoss: name === "lost_events" };
    if (isFlow(event)) return { flow: event, time };
    const inner = unwrap(event, ["result", "hubble"]);
    event = typeof inner === "string" ? readObject(inner) : inner;
  }
  return undefined;
}

export const isFlow = (flow: JsonObject): boolean =>
  typeof flow["verdict"] === "string" &&
  (isObject(flow["IP"]) || isObject(flow["l4"]) || isObject(flow["l7"]) || typeof flow["Type"] === "string");

function timeOf(value: unknown): number | undefined {
  const written = textOf(value);
  return written === undefined ? undefined : readIsoTime(written);
}
