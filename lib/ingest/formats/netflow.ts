import { Internal } from "../../model/internal";
import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { splitCsv } from "../readers/csv";
import { isTypical, readFlowHeader } from "../readers/flow-columns";
import { type FlowContext, flowConnection } from "../readers/flow-connection";
import { isReply } from "../readers/flow-reply";
import { readFlowTimes } from "../readers/flow-time";
import { FlowValues, valuesOf } from "../readers/flow-values";
import { readObject } from "../readers/json";
import { type Outcome, Reject, Skip, tell } from "../readers/outcome";
import { Recent } from "../readers/recent";
import { zoneReader } from "../readers/time";
import { unwrap } from "../readers/unwrap";

const SYN = 2;
const ACK = 16;

export const netflow = defineFormat({
  id: "netflow",
  name: "NetFlow, IPFIX and sFlow, as collectors write them (goflow2, nfdump, Akvorado, pmacct, nProbe, Elastic, Logstash)",
  reference: "https://www.iana.org/assignments/ipfix/ipfix.xhtml",
  guide: "netflow",
  counts: "IP packets with their headers, times the sampling rate where the record has one",
  kinds: ["connection"],
  engine: true,
  options: {
    fields: "The header line of CSV, for files that come without it.",
    timezone: "The zone of times written without one (nfdump prints local time).",
    internal: "Your own prefixes: they tell an answer from a request where the exporter does not join the two.",
  },
  detect: (head) => head.some((line) => readFlowHeader(line) !== undefined || isFlow(line)),
  open: (options) => new FlowReader(options),
});

/** By names that only flow records have, in any of their spellings; a sensor's or a cloud's flow is another format. */
function isFlow(line: string): boolean {
  if (!line.startsWith("{")) return false;
  const object = readObject(line);
  if (!object || "event_type" in object || "dvchost" in object) return false;
  const nested = object["netflow"];
  if (typeof nested === "object" && nested !== null) return true;
  const names = Object.keys(object);
  return isTypical(names) && !names.some((name) => /^(?:interface[-_]id|log[-_]status|action|rule)$/.test(name));
}

class FlowReader implements Reader {
  readonly #context: FlowContext;
  readonly #told = new Recent(1 << 17);
  #header: ReturnType<typeof readFlowHeader>;
  /** nfdump ends with a summary of its own. */
  #ended = false;

  constructor(options: ReadOptions) {
    const zone = zoneReader(options.timezone);
    const internal = new Internal(options.internal);
    this.#header = options.fields === undefined ? undefined : readFlowHeader(options.fields);
    this.#context = {
      times: (values) => readFlowTimes(values, zone, options.receivedAt),
      isReply: (src, dst, { srcPort, dstPort, protocolNumber, flags }) =>
        isReply(
          srcPort ?? -1,
          dstPort ?? -1,
          protocolNumber ?? -1,
          // The flags of all packets together: only a SYN that never got its ACK says which side it is.
          (flags & SYN) !== 0 && (flags & ACK) === 0 ? flags : -1,
          internal.has(src),
          internal.has(dst),
          false,
        ),
    };
  }

  read(unit: string, emit: Emit): void {
    tell(emit, this.#read(unit.trim(), 0));
  }

  #read(line: string, depth: number): Outcome {
    if (line === "") return new Skip("an empty line");
    if (line.startsWith("{")) {
      const object = readObject(line);
      if (!object) return new Reject("the JSON is broken");
      const values = valuesOf(object);
      if (values.has("src") || values.has("dst") || values.has("bytes") || values.get("kind")?.startsWith("netflow"))
        return this.#connection(values);
      const inner = unwrap(object);
      if (typeof inner === "string" && depth < 3) return this.#read(inner.trim(), depth + 1);
      return typeof inner === "object" ? this.#connection(valuesOf(inner)) : new Reject("source address: absent.");
    }
    return this.#readRow(line);
  }

  #readRow(line: string): Outcome {
    const header = readFlowHeader(line);
    if (header) {
      this.#header = header;
      this.#ended = false;
      return new Skip("the header");
    }
    if (/^(?:Summary|No matched flows|Time window|Total flows|Sys:|flows,bytes,packets)/.test(line)) this.#ended = true;
    if (this.#ended) return new Skip("the summary");
    if (!this.#header) return new Reject("columns: no header came before.");
    const { fields, delimiter } = this.#header;
    const cells = splitCsv(line.slice(0, 16_384), delimiter);
    if (cells.length < fields.length) return new Reject(`columns: ${cells.length} values where there are ${fields.length} columns.`);
    const values = new FlowValues();
    fields.forEach((field, i) => {
      if (field !== undefined) values.set(field, cells[i]);
    });
    return this.#connection(values);
  }

  #connection(values: FlowValues): Outcome {
    const outcome = flowConnection(values, this.#context);
    if (outcome instanceof Skip || outcome instanceof Reject) return outcome;
    const { srcIp, srcPort, dstIp, dstPort, protocol, startTime, bytesOut, bytesIn } = outcome;
    // Each exporter on its way tells of a flow, in the same words.
    const key = `${startTime} ${srcIp} ${srcPort} ${dstIp} ${dstPort} ${protocol} ${bytesOut} ${bytesIn}`;
    if (startTime !== undefined && !this.#told.add(key)) outcome.twin = true;
    return outcome;
  }
}
