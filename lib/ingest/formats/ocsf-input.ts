import { defineFormat } from "../format";
import { Callers } from "../readers/callers";
import { carriedRecords } from "../readers/carried";
import { type JsonObject, textOf } from "../readers/json";
import { member } from "../readers/member";
import { readOcsfEvent } from "../readers/ocsf-event";
import { Reject, Skip, tell, tellAll } from "../readers/outcome";

export const ocsfInput = defineFormat({
  id: "ocsf-input",
  name: "OCSF network activity",
  reference: "https://schema.ocsf.io/categories/network_activity",
  guide: "ocsf-ecs",
  generic: true,
  counts: "what the logger counts: bytes_out are the initiator's, bytes_in the responder's",
  kinds: ["connection", "request", "query"],
  engine: true,
  personal: ["email_addr", "full_name", "account_uid", "uid_alt", "mac", "credential_uid", "cmd_line"],
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every((line) => carriedRecords(line.trim(), isOcsf)?.some(isOcsf) === true);
  },
  open({ receivedAt }) {
    const callers = new Callers();
    return {
      read(unit, emit) {
        const line = unit.trim();
        const records = line === "" ? [] : carriedRecords(line, isOcsf);
        if (!records) tell(emit, new Reject("the line is no JSON"));
        else if (records.length === 0) tell(emit, new Skip(line === "" ? "an empty line" : "a list without events"));
        else
          tellAll(
            emit,
            records.map((record) => (isOcsf(record) ? readOcsfEvent(record, callers, receivedAt) : new Reject("class_uid: absent"))),
            records.flatMap(personalOf),
          );
      },
    };
  },
});

/** A name may be a person's or a server's: whose it is, its place says and not its key. */
const personalPaths = [
  "src_endpoint.hostname",
  "src_endpoint.name",
  "src_endpoint.owner.name",
  "actor.user.name",
  "user.name",
  "device.hostname",
];
const personalOf = (o: JsonObject): string[] => personalPaths.flatMap((path) => textOf(member(o, path)) ?? []);

const isOcsf = (o: JsonObject): boolean => "class_uid" in o && ("metadata" in o || "type_uid" in o || "category_uid" in o);
