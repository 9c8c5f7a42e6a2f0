import { canonicalAddress } from "../../model/address";
import type { Caller, Connection } from "../../model/connection";
import { decoded, type NssFields } from "./zscaler-nss";

/** Keys of raw lines whose values are personal, in the spellings of every output type. */
export const nssPersonal =
  "login elogin b64login ologin user suser usrname deviceowner odeviceowner devicehostname edevicehostname odevicehostname devicename edevicename odevicename external_devid external_deviceid vpncredentialname ovpncredentialname b64url b64referer b64filename b64upload_filename".split(
    " ",
  );

/** Zscaler writes 0.0.0.0 where there is none. */
export function nssAddress(text: string | undefined): string | undefined {
  const address = text === undefined ? undefined : canonicalAddress(text);
  return address === "0.0.0.0" || address === "::" ? undefined : address;
}

/**
 * Who it was: the account on the device where Client Connector tells it, as endpoints' own logs name it, else the
 * login. Traffic of nobody known has its location's name for a login.
 */
export function readNssClient(fields: NssFields): Pick<Connection, "srcUser" | "srcHost" | "caller"> {
  const location = decoded(fields.get("location"));
  const login = decoded(fields.get("login"));
  const caller = tagged({ location, department: decoded(fields.get("dept")) });
  return {
    srcUser: decoded(fields.get("deviceowner")) ?? (login === location ? undefined : login),
    srcHost: decoded(fields.get("devicehostname"))?.toLowerCase(),
    ...(caller && { caller }),
  };
}

function tagged(values: Record<string, string | undefined>): Caller | undefined {
  const tags = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "Unknown");
  return tags.length > 0 ? { tags: Object.fromEntries(tags) } : undefined;
}

/** Raw values of a record: where the feed has no keys, nothing else tells that they are personal. */
export const personalOf = (fields: NssFields): string[] =>
  ["login", "deviceowner", "devicehostname", "devicename", "vpncredentialname"].flatMap((name) => {
    const value = fields.get(name);
    return value === undefined || value === fields.get("location") ? [] : [value];
  });
