import { type FlowField, flowField } from "./flow-names";
import { isObject, type JsonObject, textOf } from "./json";

/** The values of one flow record. Of two names for one field the first with a value holds. */
export class FlowValues {
  readonly #values = new Map<FlowField, string>();

  set(field: FlowField, value: unknown): void {
    const text = textOf(value);
    if (text === undefined) return;
    const known = this.#values.get(field);
    // An exporter whose template has both families fills the other with noughts.
    if (known === undefined || isNowhere(known)) this.#values.set(field, text);
  }

  get(field: FlowField): string | undefined {
    return this.#values.get(field);
  }

  drop(field: FlowField): void {
    this.#values.delete(field);
  }

  has(field: FlowField): boolean {
    return this.#values.has(field);
  }
}

const isNowhere = (text: string): boolean => text === "0.0.0.0" || text === "::";

/** Objects whose members stand for the record's own; what the event is about comes before what the exporter sent. */
const own = new Set(["netflow", "flow", "sflow", "ipfix"]);

/** The values of an object, flat or nested as Logstash's codec and Elastic's decoder write it. */
export function valuesOf(object: JsonObject): FlowValues {
  const values = new FlowValues();
  add(values, object, "", 0);
  for (const [name, member] of Object.entries(object)) if (own.has(name.toLowerCase()) && isObject(member)) add(values, member, "", 1);
  // Elastic's decoder has put the initiator first already.
  if (isObject(object["source"])) values.drop("biflow");
  return values;
}

function add(values: FlowValues, object: JsonObject, prefix: string, depth: number): void {
  for (const [name, value] of Object.entries(object)) {
    if (isObject(value)) {
      if (depth < 2 && !(depth === 0 && own.has(name.toLowerCase()))) add(values, value, `${prefix}${name}.`, depth + 1);
      continue;
    }
    if (typeof value !== "string" && typeof value !== "number") continue;
    const field = flowField(prefix + name);
    if (field !== undefined) values.set(field, value);
  }
}
