import type { Connection } from "../../model/connection";
import { isObject, type JsonObject, textOf } from "./json";

/** Objects of EVE and what they hold of people: names of users and hosts, mailboxes, secrets. */
const keys: Record<string, readonly string[]> = {
  smtp: ["mail_from", "rcpt_to", "helo"],
  email: ["from", "to", "cc", "subject", "message_id"],
  ftp: ["command_data"],
  krb5: ["cname"],
  snmp: ["community", "usm"],
  rdp: ["cookie", "client"],
  dhcp: ["hostname", "client_mac", "client_id"],
  sip: ["request_line"],
  smb: ["ntlmssp", "kerberos"],
  mqtt: ["connect"],
  pgsql: ["request"],
  ldap: ["request"],
};

/** Values that must not rest in the stored line; sets user and client host where the record names them. */
export function readEvePersonal(c: Connection, record: JsonObject): string[] {
  const values: string[] = [];
  for (const [name, members] of Object.entries(keys)) {
    const object = record[name];
    if (isObject(object)) for (const member of members) collect(object[member], values, 0);
  }
  const [ftp, smb, krb5, dhcp] = ["ftp", "smb", "krb5", "dhcp"].map((name) => (isObject(record[name]) ? record[name] : {})) as JsonObject[];
  const ntlm = isObject(smb!["ntlmssp"]) ? smb!["ntlmssp"] : {};
  c.srcUser = (ftp!["command"] === "USER" ? textOf(ftp!["command_data"]) : undefined) ?? textOf(ntlm["user"]) ?? textOf(krb5!["cname"]);
  c.srcHost = textOf(ntlm["host"]) ?? textOf(dhcp!["hostname"]);
  return values;
}

function collect(value: unknown, into: string[], depth: number): void {
  if (into.length >= 50 || depth > 4) return;
  if (typeof value === "string") into.push(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, into, depth + 1);
  else if (isObject(value)) for (const item of Object.values(value)) collect(item, into, depth + 1);
}
