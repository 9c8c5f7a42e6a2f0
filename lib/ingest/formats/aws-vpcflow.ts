import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { isObject, type JsonObject, readObject } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";
import { Row } from "../readers/row";
import { unwrap } from "../readers/unwrap";
import { CallerReader } from "../readers/vpcflow-caller";
import { columns, findLayout, type Layout, readLayout } from "../readers/vpcflow-layout";
import { VpcflowRecords } from "../readers/vpcflow-records";

const SRC = columns.indexOf("srcaddr");
const PKT_SRC = columns.indexOf("pkt-srcaddr");

export const awsVpcflow = defineFormat({
  id: "aws-vpcflow",
  name: "AWS VPC flow logs",
  reference: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html",
  guide: "aws",
  counts: "IP packets with their headers, one way, summed over the aggregation window",
  kinds: ["connection"],
  engine: true,
  options: {
    fields: "The log record format as chosen in AWS, or the file's header line; without either, the documented orders are recognised.",
    internal: "Your own prefixes: they tell an answer from a request where the log has no tcp-flags.",
  },
  detect: (head) => {
    const line = head.find((l) => l.trim() !== "")?.trim() ?? "";
    if (!line.startsWith("{")) return isRow(line);
    const object = readObject(line);
    if (!object) return false;
    const messages = messagesOf(object);
    if (messages) return isRow(String(messages[0] ?? ""));
    return (
      object["srcaddr"] !== undefined && object["dstaddr"] !== undefined && (object["log_status"] ?? object["log-status"]) !== undefined
    );
  },
  open: (options) => new VpcflowReader(options),
});

function isRow(text: string): boolean {
  const line = withoutStamp(text);
  const layout = readLayout(line);
  if (layout) return layout.at[SRC]! >= 0 || layout.at[PKT_SRC]! >= 0;
  return line.length < 4096 && findLayout(line.split(/[ ,\t]+/)) !== undefined;
}

/** The lines inside the envelopes of CloudWatch, Firehose and shippers; undefined where the object is a record itself. */
function messagesOf(object: JsonObject): unknown[] | undefined {
  if (object["srcaddr"] !== undefined || object["interface_id"] !== undefined || object["interface-id"] !== undefined) return undefined;
  const list = object["logEvents"];
  if (Array.isArray(list)) return list.map((e) => (isObject(e) ? e["message"] : undefined));
  const carried = object["@message"] ?? unwrap(object);
  return typeof carried === "string" ? [carried] : undefined;
}

/** An export of CloudWatch Logs writes its own time before each line. */
const withoutStamp = (line: string): string =>
  line[10] === "T" && line[4] === "-" && /^[0-9-]{10}T[0-9:.]{8,16}Z /.test(line) ? line.slice(line.indexOf(" ") + 1) : line;

class VpcflowReader implements Reader {
  #layout: Layout | undefined;
  #isInferred = false;
  #callers: CallerReader | undefined;
  /** What the keys of the last JSON record came to: those of a file are alike. */
  #keyed = { names: "", layout: undefined as Layout | undefined, callers: undefined as CallerReader | undefined };
  readonly #row = new Row();
  readonly #records: VpcflowRecords;

  constructor(options: ReadOptions) {
    this.#records = new VpcflowRecords(this.#row, options.internal);
    const layout = options.fields === undefined ? undefined : readLayout(options.fields);
    if (layout) this.#use(layout);
  }

  #use(layout: Layout): void {
    this.#layout = layout;
    this.#callers = new CallerReader(layout);
  }

  read(unit: string, emit: Emit): void {
    if (unit.charCodeAt(0) === 123 /* { */) tellAll(emit, this.#readObject(unit));
    else tell(emit, this.#readLine(unit));
  }

  #readLine(written: string): Outcome {
    const row = this.#row;
    const text = withoutStamp(written.includes('"') ? written.replaceAll('"', "") : written);
    const width = row.split(text);
    if (width === 0) return new Skip("An empty line.");
    // A header begins with a small letter or "${"; of the values only ids (i-, eni-, vpc-) and directions do.
    const code = row.code(0);
    if ((code >= 97 && code <= 122) || code === 36) {
      const header = readLayout(text);
      if (header) {
        this.#use(header);
        this.#isInferred = false;
        return new Skip("The header.");
      }
    }
    // Without a header, each width has its own order: several flow logs may share a stream.
    if (!this.#layout || (this.#isInferred && this.#layout.width !== width)) {
      const layout = findLayout(row.values());
      if (!layout) return new Reject("columns: no header came before, and the values fit no documented order.");
      this.#use(layout);
      this.#isInferred = true;
    }
    const layout = this.#layout!;
    if (layout.width !== width) return new Reject(`columns: ${width} values where there are ${layout.width} columns.`);
    return this.#records.read(layout, this.#callers!);
  }

  /** A record as JSON: a line inside an envelope, or a key per column. */
  #readObject(unit: string): Outcome[] {
    const object = readObject(unit);
    if (!object) return [new Reject("The line begins as JSON and is none.")];
    const messages = messagesOf(object);
    if (!messages) return [this.#readKeys(object)];
    return messages.map((message) => (typeof message === "string" ? this.#readLine(message.trim()) : new Reject("message: absent.")));
  }

  #readKeys(object: JsonObject): Outcome {
    let names = "";
    let values = "";
    for (const [name, value] of Object.entries(object).slice(0, 64)) {
      const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
      if (text === "" || /[\s,]/.test(text)) continue;
      names += `${name} `;
      values += `${text} `;
    }
    if (this.#keyed.names !== names) {
      const layout = readLayout(names);
      this.#keyed = { names, layout, callers: layout && new CallerReader(layout) };
    }
    const { layout, callers } = this.#keyed;
    if (!layout || !callers) return new Reject("message: absent, and no key names a column.");
    this.#row.split(values);
    return this.#records.read(layout, callers);
  }
}
