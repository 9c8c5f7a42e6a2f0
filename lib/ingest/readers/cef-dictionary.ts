import { textOf } from "./json";

/** Full names of CEF's dictionary, as some products and every decoder write them, and their keys. */
const cefKeys: Readonly<Record<string, string>> = {
  sourceAddress: "src",
  sourcePort: "spt",
  sourceHostName: "shost",
  sourceUserName: "suser",
  sourceProcessName: "sproc",
  destinationAddress: "dst",
  destinationPort: "dpt",
  destinationHostName: "dhost",
  destinationUserName: "duser",
  transportProtocol: "proto",
  applicationProtocol: "app",
  bytesIn: "in",
  bytesOut: "out",
  deviceAction: "act",
  deviceReceiptTime: "rt",
  agentReceiptTime: "art",
  startTime: "start",
  endTime: "end",
  message: "msg",
  requestUrl: "request",
  baseEventCount: "cnt",
  deviceCustomIPv6Address2: "c6a2",
  deviceCustomIPv6Address3: "c6a3",
  repeatCount: "cnt",
};

/** An extension by CEF's short keys, and its custom values by their labels ("cs1Label=Rule Name"). */
export interface CefValues {
  get(key: string): string | undefined;
  labelled(pattern: RegExp): string | undefined;
}

export function cefValues(extension: ReadonlyMap<string, string>): CefValues {
  const values = new Map<string, string>();
  const labels: [label: string, key: string][] = [];
  for (const [key, value] of extension) {
    const text = textOf(value);
    if (text === undefined) continue;
    if (key.endsWith("Label")) labels.push([text, key.slice(0, -5)]);
    const short = Object.hasOwn(cefKeys, key) ? cefKeys[key]! : key;
    if (short === key || !values.has(short)) values.set(short, text);
  }
  return {
    get: (key) => values.get(key),
    labelled(pattern) {
      for (const [label, key] of labels) if (pattern.test(label) && values.has(key)) return values.get(key);
      return undefined;
    },
  };
}
