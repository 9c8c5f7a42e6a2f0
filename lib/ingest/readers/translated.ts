import { canonicalAddress } from "../../model/address";
import { portOf } from "./json";

/** Address and port of an end after translation; an address of zeros is none. */
export function translated(address: string | undefined, port?: string): [ip: string | undefined, port: number | undefined] {
  const ip = canonicalAddress(address ?? "");
  return ip === undefined || ip === "0.0.0.0" || ip === "::" ? [undefined, undefined] : [ip, portOf(port) || undefined];
}
