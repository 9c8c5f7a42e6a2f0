import type { PanosFields } from "./panos-fields";

const columns = ["srcuser", "dstuser", "sender", "recipient", "subject", "src_host", "src_mac", "machinename", "xff", "xff_ip", "admin"];

/** Columns have no names that could be hidden by; their values are. */
export function panosPersonal(fields: PanosFields): string[] | undefined {
  const values = columns.flatMap((name) => fields.get(name) ?? []);
  return values.length > 0 ? values : undefined;
}

/** The names that people and their machines go by in the other notations. */
export const panosPersonalKeys: readonly string[] = [
  ..."sourceuser destinationuser users suser duser suser0 duser0 usrname sourceusername destinationusername sourceuserinfoname".split(" "),
  ..."sourcedevicehost sourcedevicemac panossourcedevicehost panossourcedevicemac panosusers panossourceusername shost".split(" "),
  ..."senderemail recipientemail emailsubject sender recipient subject panossenderemail panosrecipientemail panosemailsubject".split(" "),
  ..."x-forwarded-for x-forwarded-forip panosx-forwarded-forip panosx-forwarded-for adminusername endpointdevicename hostid".split(" "),
  ..."imsi imei panosimsi panosimei endpointserialnumber panosendpointserialnumber".split(" "),
];
