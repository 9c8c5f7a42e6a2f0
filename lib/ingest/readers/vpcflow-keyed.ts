import { FlatJson } from "./flat-json";
import { type JsonObject, readObject } from "./json";
import type { Row } from "./row";
import { CallerReader } from "./vpcflow-caller";
import { columns, type Layout, readLayout } from "./vpcflow-layout";

/** Keys as AWS writes columns (vpc-id) and as tables name them (vpc_id). */
const places = new Map(columns.flatMap((name, place) => [[name, place] as const, [name.replaceAll("-", "_"), place] as const]));
/** Of these every record has one; the envelopes of clouds and shippers have none. */
const tellers = ["srcaddr", "pkt-srcaddr", "interface-id", "log-status"].map((name) => columns.indexOf(name));

/** Reads records that have a key for each column (rows of a table, what a shipper has taken apart) into a row. */
export class KeyedRow {
  readonly layout: Layout = readLayout(columns.join(" "))!;
  readonly callers = new CallerReader(this.layout);
  readonly #flat = new FlatJson(places);
  readonly #values: unknown[] = new Array(columns.length).fill(undefined);

  /** Puts the values into the row, in the documented order. @returns false where the line is no such record. */
  read(line: string, row: Row): boolean {
    if (!this.#flat.readText(line, this.#values)) {
      const object = readObject(line);
      if (!object) return false;
      this.#values.fill(undefined);
      for (const [name, place] of places) this.#values[place] ??= own(object, name);
    }
    if (!tellers.some((place) => typeof this.#values[place] === "string")) return false;
    let text = "";
    for (const value of this.#values) text += value === undefined || value === null || value === "" ? "- " : `${value} `;
    // A value with a blank in it would move the others.
    return row.split(text) === columns.length;
  }
}

const own = (object: JsonObject, name: string): unknown => {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === "object" ? undefined : value;
};

/** Whether an object has keys for columns, one of them AWS's own. */
export function isKeyed(object: JsonObject): boolean {
  const has = (name: string): boolean => object[name] !== undefined || object[name.replaceAll("-", "_")] !== undefined;
  return (
    ((has("srcaddr") && has("dstaddr")) || has("pkt-srcaddr")) &&
    ["log-status", "interface-id", "account-id", "vpc-id", "pkt-srcaddr", "flow-direction"].some(has)
  );
}
