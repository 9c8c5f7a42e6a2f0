import type { Emit, Format, Reader, ReadOptions } from "../format";
import { FlatJson } from "./flat-json";
import { readObject } from "./json";
import { unwrap } from "./unwrap";
import { ZeekTable } from "./zeek-table";

/** Values of a record in the order of the columns asked for; whatever JSON holds, or the text of a TSV column. */
type ZeekValues = readonly unknown[];

/** One of Zeek's logs: what to read from it and how. */
export interface ZeekLog {
  /** Beginnings of the log's `#path` or `_path`. */
  paths: readonly string[];
  /** Columns in the order `read` gets them; a list ends in []. */
  columns: readonly string[];
  /** Orders that Zeek's versions write, for rows without a header. */
  orders: readonly string[];
  /** @param path as the log names itself, where it does. */
  read(values: ZeekValues, emit: Emit, path: string): void;
}

/** What the formats of Zeek's logs have in common. @param isRecord knows a JSON record that does not say its log. */
export const zeekFormat = (
  log: ZeekLog,
  isRecord: (record: Record<string, unknown>) => boolean,
): Pick<Format, "guide" | "options" | "detect" | "open"> => ({
  guide: "zeek",
  options: { fields: "The names after #fields, for files without their header." },
  detect: (head) => isZeek(log, head, isRecord),
  open: (options) => openZeek(log, options),
});

/** Every log asks for the time first. */
const TS = 0;

/** How the names begin where zeek-cut -m left nothing else of the header. */
const NAMES = "ts\t";

/** Reads Zeek's TSV (with its header, or headerless) and JSON (flat, nested or inside a shipper's envelope), mixed as they may be. */
export function openZeek(log: ZeekLog, options: ReadOptions): Reader {
  const table = new ZeekTable(log.columns, log.orders, options.fields);
  const keys = log.columns.map((name) => new Key(name));
  // One place more than asked for: the log's name.
  const values: unknown[] = new Array(keys.length + 1);
  const flat = new FlatJson(new Map([...keys.flatMap((key, i) => key.names.map((name) => [name, i] as const)), ["_path", keys.length]]));

  const readFlat = (emit: Emit): void => {
    const name = values[keys.length];
    const path = typeof name === "string" ? name : "";
    if (isOther(path)) emit.skip("a record of another Zeek log (_path)");
    else log.read(values, emit, path);
  };

  const readJson = (text: string, emit: Emit, depth: number): void => {
    if (flat.readText(text, values) && values[TS] !== undefined) {
      readFlat(emit);
      return;
    }
    let record = readObject(text);
    for (let i = 0; record && !("ts" in record) && i < 4; i++) {
      const inner = unwrap(record, log.paths);
      if (typeof inner === "string") {
        if (depth < 3) read(inner, emit, depth + 1);
        else emit.reject("the line is wrapped too often");
        return;
      }
      if (!inner) break;
      record = inner;
    }
    if (!record) {
      emit.reject("the JSON is broken");
      return;
    }
    const path = typeof record["_path"] === "string" ? record["_path"] : "";
    if (isOther(path)) {
      emit.skip("a record of another Zeek log (_path)");
      return;
    }
    for (let i = 0; i < keys.length; i++) values[i] = keys[i]!.of(record);
    log.read(values, emit, path);
  };

  const isOther = (path: string): boolean => path !== "" && !log.paths.some((p) => path.startsWith(p));

  const read = (text: string, emit: Emit, depth: number): void => {
    const code = text.charCodeAt(0);
    if (code === 123) {
      readJson(text, emit, depth);
    } else if (code === 35) {
      table.header(text);
      emit.skip("a header line");
    } else if (text.startsWith(NAMES)) {
      table.header(`#fields\t${text}`);
      emit.skip("a header line");
    } else if (text.trim() === "") {
      emit.skip("an empty line");
    } else {
      // A syslog header or a blank may stand before the object.
      const brace = text.indexOf("{");
      if (brace > 0 && brace < 512 && !text.includes("\t") && text.trimEnd().endsWith("}")) {
        readJson(text.slice(brace), emit, depth);
        return;
      }
      const fault = table.read(text, values);
      if (fault) emit.reject(fault);
      else log.read(values, emit, table.path);
    }
  };

  return {
    read: (unit, emit) => read(unit, emit, 0),
    readBytes(bytes, from, emit) {
      const end = flat.read(bytes, from, values);
      if (end < 0 || values[TS] === undefined) return -1;
      readFlat(emit);
      return end;
    },
    get isPlain() {
      return flat.isPlain;
    },
  };
}

/** Reads one column of a JSON record: `id.orig_h` as a flat key, nested, or with the underscore some installations choose. */
class Key {
  readonly #flat: string;
  readonly #scope: string | undefined;
  readonly #rest: string;
  readonly #joined: string;

  constructor(column: string) {
    this.#flat = column.replace(/\[\]$/, "");
    const dot = this.#flat.indexOf(".");
    this.#scope = dot < 0 ? undefined : this.#flat.slice(0, dot);
    this.#rest = this.#flat.slice(dot + 1);
    this.#joined = this.#flat.replaceAll(".", "_");
  }

  /** As a flat object writes it. */
  get names(): string[] {
    return this.#scope === undefined ? [this.#flat] : [this.#joined, this.#flat];
  }

  of(record: Record<string, unknown>): unknown {
    const value = record[this.#flat];
    if (value !== undefined || this.#scope === undefined) return value;
    const scope = record[this.#scope];
    if (typeof scope === "object" && scope !== null) return (scope as Record<string, unknown>)[this.#rest];
    return record[this.#joined];
  }
}

/** Whether these first lines are of the log: all that say what they are agree. */
export function isZeek(log: ZeekLog, head: readonly string[], isRecord: (record: Record<string, unknown>) => boolean): boolean {
  let seen = false;
  for (const line of head) {
    if (line.startsWith("#path")) {
      if (!log.paths.some((p) => line.slice(6).trim().startsWith(p))) return false;
      seen = true;
    }
    if (line.startsWith(NAMES)) {
      if (!log.orders.some((order) => isOf(order, line))) return false;
      seen = true;
    }
    if (!line.startsWith("{")) continue;
    let record = readObject(line);
    for (let depth = 0; record && !("ts" in record) && depth < 4; depth++) {
      const inner = unwrap(record, log.paths);
      record = typeof inner === "string" ? readObject(inner) : inner;
    }
    if (!record) continue;
    const path = record["_path"];
    if (typeof path === "string" ? !log.paths.some((p) => path.startsWith(p)) : !("ts" in record && isRecord(record))) return false;
    seen = true;
  }
  if (seen) return true;
  const row = head.find((line) => line !== "" && !line.startsWith("#"));
  return row !== undefined && new ZeekTable(log.columns, log.orders).guess(row);
}

/** Whether a line of names has all of an order's, save those nobody asks for. */
function isOf(order: string, line: string): boolean {
  const names = new Set(line.slice(0, 4096).trim().split("\t"));
  return order.split(" ").every((name) => name.startsWith("_") || names.has(name));
}
