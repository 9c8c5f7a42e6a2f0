import { textOf } from "./json";

/** Full names of CEF's dictionary, as some products and every decoder write them, and their keys. */
export const cefKeys: Readonly<Record<string, string>> = {
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

/** Finds custom values by their labels ("cs1Label=Rule Name"). */
export function labelled(get: (key: string) => string | undefined): (pattern: RegExp) => string | undefined {
  return (pattern) => {
    for (const kind of ["cs", "cn", "cfp", "flexString", "deviceCustomString", "deviceCustomNumber"])
      for (let i = 1; i <= 6; i++) {
        const label = get(`${kind}${i}Label`);
        if (label !== undefined && pattern.test(label)) return textOf(get(`${kind}${i}`));
      }
    return undefined;
  };
}
