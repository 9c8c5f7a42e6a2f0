import type { Caller, Connection } from "../../model/connection";
import { defineFormat, type Emit, type Reader } from "../format";
import { type JsonObject, readObject, textOf } from "../readers/json";
import { numberSaid, readCaller, readDestination, readLocal, readRun, readTls, said } from "../readers/otel-span";
import { type Attributes, readAttributes } from "../readers/otlp-attributes";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { Recent } from "../readers/recent";

export const otelSpans = defineFormat({
  id: "otel-spans",
  name: "OpenTelemetry client spans",
  reference: "https://opentelemetry.io/docs/specs/semconv/http/http-spans/",
  guide: "opentelemetry",
  counts: "HTTP bodies, where the instrumentation tells them",
  kinds: ["request"],
  engine: false,
  personal: [
    ...["enduser.id", "user.id", "user.name", "user.email", "url.query", "db.statement", "db.query.text", "exception.message"],
    ...["process.owner", "process.command", "process.command_line", "process.executable.path"],
  ],
  detect: (head) => {
    const object = readObject(head.find((line) => line.trim() !== "") ?? "");
    return object?.["spanId"] !== undefined && object["traceId"] !== undefined && object["startTimeUnixNano"] !== undefined;
  },
  open: () => new SpanReader(),
});

/** OTLP's span kinds, by number and by name. */
const kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;

/** A unit is a span with the attributes of its resource: `{traceId, spanId, kind, …, attributes, resource}`. */
class SpanReader implements Reader {
  /** A library's span around the request of another is the same call: the inner one came first, and counts. */
  readonly #parents = new Recent(4096);
  readonly #callers = new Map<string, Caller | undefined>();

  read(unit: string, emit: Emit): void {
    const span = readObject(unit);
    if (span) this.#readSpan(span, emit);
    else tell(emit, new Reject("The line is no JSON object."));
  }

  #readSpan(span: JsonObject, emit: Emit): void {
    const a = readAttributes(span["attributes"]);
    const resource = readAttributes(isGroup(span["resource"]) ? span["resource"]["attributes"] : span["resource"]);
    tell(emit, this.#connection(span, a, resource), hiddenValues(a, resource));
  }

  #connection(span: JsonObject, a: Attributes, resource: Attributes): Outcome {
    const spanId = textOf(span["spanId"]);
    if (spanId === undefined) return new Reject("spanId: absent.");
    const kind = kindOf(span["kind"]);
    if (kind === undefined) return new Reject("kind: none of OTLP's.");
    const start = nanosOf(span["startTimeUnixNano"]);
    const end = nanosOf(span["endTimeUnixNano"]);
    if (start === undefined || start === 0n) return new Reject("startTimeUnixNano: no time.");
    if (end === undefined) return new Reject("endTimeUnixNano: no time.");
    const c: Connection = { kind: "request", startTime: Number(start / 1_000_000n) };
    if (kind !== "client") return new Skip(`A span of the kind ${kind}: no call of its own.`, { startTime: c.startTime });
    if (end >= start) {
      c.endTime = Number(end / 1_000_000n);
      c.durationMs = Number(end - start) / 1e6;
    }
    readDestination(c, a);
    if (c.dstHost === undefined && c.dstIp === undefined)
      return new Skip("A client span without a destination.", { startTime: c.startTime });
    this.#describe(c, a, resource);
    c.sessionId = spanId;
    c.traceId = textOf(span["traceId"]);
    if (!this.#parents.add(spanId)) c.twin = true;
    const parent = textOf(span["parentSpanId"]);
    if (parent !== undefined) this.#parents.add(parent);
    return c;
  }

  #describe(c: Connection, a: Attributes, resource: Attributes): void {
    readLocal(c, a, resource);
    c.srcHost = resource.get("host.name");
    c.srcUser = said(a, "user");
    c.caller = this.#caller(resource);
    const method = said(a, "method");
    const isHttp = method !== undefined || said(a, "status") !== undefined;
    const version = a.get("network.protocol.version") ?? a.get("http.flavor");
    const isQuic = isHttp && (version === "3" || version === "QUIC");
    c.protocol = isQuic || a.get("network.transport") === "udp" ? "udp" : "tcp";
    c.protocolNumber = c.protocol === "udp" ? 17 : 6;
    c.application = isHttp ? "http" : (said(a, "system") ?? a.get("network.protocol.name"))?.toLowerCase();
    c.method = method;
    c.status = numberSaid(a, "status", 999) || undefined;
    c.attempt = numberSaid(a, "resend");
    c.bytesOut = numberSaid(a, "sent");
    c.bytesIn = numberSaid(a, "received");
    c.userAgent = said(a, "agent");
    c.tls = readTls(a);
    // A status as the type of an error says nothing more.
    const error = a.get("error.type") ?? a.get("exception.type");
    if (error !== undefined && !/^[0-9]{3}$/.test(error)) c.engineReason = error;
    if (c.status !== undefined) c.answered = true;
    else if (isHttp && error !== undefined) c.answered = false;
    Object.assign(c, readRun(a, resource));
  }

  /** One object for all spans of a resource. */
  #caller(resource: Attributes): Caller | undefined {
    const key = [...resource].join("\n");
    if (!this.#callers.has(key)) {
      if (this.#callers.size >= 500) this.#callers.clear();
      this.#callers.set(key, readCaller(resource));
    }
    return this.#callers.get(key);
  }
}

/** The resource as OTLP has it, its attributes a list. */
const isGroup = (resource: unknown): resource is JsonObject =>
  typeof resource === "object" && resource !== null && Array.isArray((resource as JsonObject)["attributes"]);

/** Headers and arguments are lists of texts, and may hold anything: no value of theirs rests, a run's name aside. */
function hiddenValues(a: Attributes, resource: Attributes): string[] {
  const values: string[] = resource.get("process.command_args")?.slice(0, 8192).split(",", 50) ?? [];
  for (const [name, value] of a)
    if (name.startsWith("http.re") && name.includes(".header.") && !name.includes(".header.x-waybill-"))
      values.push(
        ...value
          .slice(0, 8192)
          .split(",", 50)
          .map((v) => v.trim()),
      );
  return values.filter((v) => v.length > 1);
}

function kindOf(kind: unknown): (typeof kinds)[number] | undefined {
  if (kind === undefined) return "unspecified";
  if (typeof kind === "number") return kinds[kind];
  const name = textOf(kind)
    ?.replace(/^SPAN_KIND_/i, "")
    .toLowerCase();
  return kinds.find((k) => k === name) ?? (name !== undefined && /^[0-5]$/.test(name) ? kinds[Number(name)] : undefined);
}

/** Nanoseconds as text, or as a number where a sender is careless; up to the year 2200. */
function nanosOf(value: unknown): bigint | undefined {
  const text = typeof value === "number" && value >= 0 && value < 1e19 ? BigInt(Math.trunc(value)).toString() : value;
  if (typeof text !== "string" || !/^[0-9]{1,19}$/.test(text)) return undefined;
  const nanos = BigInt(text);
  return nanos < 7_258_118_400_000_000_000n ? nanos : undefined;
}
