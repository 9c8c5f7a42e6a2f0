import { isObject, type JsonObject, textOf } from "./json";

/** A tuple of a flow log with what stands around it. */
export interface FlowTuple {
  text: string;
  rule?: string;
  /** Of the network interface. */
  mac?: string;
}

/**
 * The tuples of a record: nested as Azure writes them (a network security group's flows by rule and interface, a virtual
 * network's by group), or one of them taken out beside its rule, as collectors do.
 */
export function flowTuples(record: JsonObject): FlowTuple[] {
  const properties = isObject(record["properties"]) ? record["properties"] : record;
  const records = isObject(properties["flowRecords"]) ? properties["flowRecords"] : properties;
  const around = { rule: textOf(record["rule"]), mac: textOf(record["macAddress"]) };
  const nested = listOf(records["flows"]).flatMap((flow) =>
    [...listOf(flow["flows"]), ...listOf(flow["flowGroups"])].flatMap((group) => {
      const rule = textOf(group["rule"]) ?? textOf(flow["rule"]) ?? around.rule;
      const mac = textOf(group["mac"]) ?? around.mac;
      const tuples: unknown = group["flowTuples"];
      return Array.isArray(tuples) ? tuples.map((text) => ({ text: String(text), rule, mac })) : [];
    }),
  );
  const taken = Object.keys(record).filter((key) => single.test(key));
  return [...nested, ...taken.map((key) => ({ text: String(record[key]), ...around }))];
}

const listOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

const single = /^flow(?:\.[0-9]{1,6}|Tuple)$/;

/** Whether a record is of a flow log, of either kind. */
export const isFlowRecord = (o: JsonObject): boolean =>
  events.test(textOf(o["category"]) ?? textOf(o["operationName"]) ?? "") ||
  isObject(o["flowRecords"]) ||
  Object.keys(o).some((k) => single.test(k));
const events = /^(?:NetworkSecurityGroupFlowEvents?|FlowLogFlowEvent)$/;

const tuple = /^[0-9]{10,13},[0-9a-f.:]{2,45},[0-9a-f.:]{2,45},[0-9]{0,5},[0-9]{0,5},(?:[TU]|[0-9]{1,3}),[IO],[ABCDE](?:,|$)/i;

/** Whether a line is a tuple alone. */
export const isTuple = (line: string): boolean => tuple.test(line.slice(0, 200));
