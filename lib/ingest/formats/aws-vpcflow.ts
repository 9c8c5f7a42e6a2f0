import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { isObject, type JsonObject, readObject } from "../readers/json";
import { type Outcome, Reject, Skip, tell, tellAll } from "../readers/outcome";
import { Row } from "../readers/row";
import { unwrap } from "../readers/unwrap";
import { CallerReader } from "../readers/vpcflow-caller";
import { isKeyed, KeyedRow } from "../readers/vpcflow-keyed";
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
    const lines = head.filter((l) => l.trim() !== "");
    // A row without traffic has no addresses: of rows as JSON one that has them tells.
    return lines[0]?.trim().startsWith("{") ? lines.some(isRecord) : isRow(lines[0]?.trim() ?? "");
  },
  open: (options) => new VpcflowReader(options),
});

function isRow(text: string): boolean {
  const line = withoutStamp(text);
  const layout = readLayout(line);
  if (layout) return layout.at[SRC]! >= 0 || layout.at[PKT_SRC]! >= 0;
  return line.length < 4096 && findLayout(line.split(/[ ,\t]+/)) !== undefined;
}

/** An object with a key per column, or an envelope around a line. */
function isRecord(line: string): boolean {
  const object = readObject(line);
  if (!object) return false;
  return isKeyed(object) || isRow(String(messagesOf(object)?.[0] ?? "").trim());
}

/** The lines inside the envelopes of CloudWatch, Firehose and shippers. */
function messagesOf(object: JsonObject): unknown[] | undefined {
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
  #keyed: KeyedRow | undefined;
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

  /** A row of a layout that is known by now; a header, an envelope or an export's own time make it another's. */
  readBytes(bytes: Buffer, from: number, emit: Emit): number {
    const layout = this.#layout;
    const code = bytes[from]!;
    if (!layout || !(code >= 48 && code <= 57) || bytes[from + 4] === 45) return -1;
    if (this.#row.splitBytes(bytes, from) !== layout.width) return -1;
    tell(emit, this.#records.read(layout, this.#callers!));
    return this.#row.end;
  }

  get isPlain(): boolean {
    return this.#row.isPlain;
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

  /** A record as JSON: a key per column, or lines inside an envelope. */
  #readObject(unit: string): Outcome[] {
    this.#keyed ??= new KeyedRow();
    if (this.#keyed.read(unit, this.#row)) return [this.#records.read(this.#keyed.layout, this.#keyed.callers)];
    const object = readObject(unit);
    if (!object) return [new Reject("The line begins as JSON and is none.")];
    const messages = messagesOf(object);
    if (!messages) return [new Reject("message: absent, and the keys are not those of columns.")];
    return messages.map((message) => (typeof message === "string" ? this.#readLine(message.trim()) : new Reject("message: absent.")));
  }
}
