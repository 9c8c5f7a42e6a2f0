import { defineFormat, type Emit, type Reader } from "../format";
import { Callers } from "../readers/callers";
import { carriedRecords } from "../readers/carried";
import { readCef } from "../readers/cef";
import { ElffTable, elffColumns } from "../readers/elff";
import { isObject, type JsonObject } from "../readers/json";
import { fewestColumns, transactionColumns } from "../readers/netskope-columns";
import { readNetskopeEvent } from "../readers/netskope-event";
import { cefFields, cefTransaction, flatFields, nestedFields } from "../readers/netskope-fields";
import { readNetskopeTransaction } from "../readers/netskope-transaction";
import { type Outcome, Reject, Skip, tellAll } from "../readers/outcome";
import { Recent } from "../readers/recent";

export const netskope = defineFormat({
  id: "netskope",
  name: "Netskope events, alerts and web transactions",
  reference: "https://docs.netskope.com/en/rest-api-events-and-alerts-response-descriptions",
  guide: "netskope",
  counts: "web transactions: requests and responses with their headers; network events: payload of the session",
  kinds: ["connection", "request"],
  engine: true,
  personal: [
    ..."user suser duser duid ur_normalized userkey user_id acting_user from_user to_user owner owner_pdl assignee hostname".split(" "),
    ..."userprincipalname samaccountname cononicalname shared_with nsdeviceuid managementid matched_username loginurl object file_path".split(
      " ",
    ),
    ..."title fname cs-username x-c-hostname x-c-authn-user x-cs-app-from-user x-cs-app-to-user x-cs-app-object-name".split(" "),
  ],
  options: { fields: "Columns of web transactions, where you changed them and send rows without a header." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.some(isNetskope) && lines.every((line) => line.startsWith("#") || isNetskope(line));
  },
  open(options) {
    const seen = new Recent(1 << 16);
    const table = new ElffTable();
    table.name(options.fields ? elffColumns(options.fields) : transactionColumns);
    return new NetskopeReader(table, seen);
  },
});

/** A header of web transactions, by a column that only Netskope has. */
const isHeader = (line: string): boolean =>
  /^(?:#\s?fields|[a-z-]{2,30}[, ][a-z-]{2,30}[, ])/i.test(line) && line.includes("x-cs-access-method");
const isRow = (line: string): boolean => /^[0-9]{4}-[0-9]{2}-[0-9]{2}[, ][0-9]{2}:[0-9]{2}:[0-9]{2}[, ]/.test(line);

function isNetskope(line: string): boolean {
  const text = line.trim();
  if (text.startsWith("{")) return carriedRecords(text, isEvent)?.some(isEvent) === true;
  if (isHeader(text)) return true;
  if (isRow(text)) return /[, ](?:http_transaction|WebSocket)[, ]/.test(text.slice(0, 8192));
  return /CEF:[01]\|Netskope\|/.test(text.slice(0, 600));
}

function isEvent(o: JsonObject): boolean {
  if (isObject(o["netskope"])) return isObject(o["netskope"]["events"]) || isObject(o["netskope"]["alerts"]);
  if ("x-cs-access-method" in o) return true;
  if (!("timestamp" in o)) return false;
  if ("alarm_name" in o) return "supporting_data" in o || "device_name" in o;
  return ("access_method" in o || "ur_normalized" in o) && ("type" in o || "alert_type" in o || "activity" in o || "record_type" in o);
}

/** Rows have no keys by which these could be found. */
const personalColumns = ["x-c-hostname", "x-c-authn-user", "x-cs-app-from-user", "x-cs-app-to-user", "x-cs-app-object-name"];

class NetskopeReader implements Reader {
  readonly #callers = new Callers();

  constructor(
    private readonly table: ElffTable,
    private readonly seen: Recent,
  ) {}

  read(unit: string, emit: Emit): void {
    const line = unit.trim();
    const isJson = line.startsWith("{");
    const outcomes = isJson ? this.#readJson(line) : [this.#readLine(line)];
    tellAll(emit, outcomes, isJson ? undefined : personalColumns.flatMap((column) => this.table.get(column) ?? []));
  }

  #readLine(line: string): Outcome {
    if (line === "") return new Skip("an empty line");
    if (isHeader(line)) {
      this.table.name(elffColumns(line));
      return new Skip("the header");
    }
    if (line.startsWith("#")) return new Skip("a comment");
    const cef = readCef(line);
    if (cef)
      return cef.id === "webtx"
        ? readNetskopeTransaction(cefTransaction(cef), this.#callers)
        : readNetskopeEvent(cefFields(cef), this.seen, this.#callers);
    const isCsv = line.charCodeAt(10) === 44;
    if (this.table.read(line, isCsv) < Math.min(fewestColumns, this.table.width))
      return new Reject("the line is neither an event nor a row of web transactions");
    return readNetskopeTransaction(this.table, this.#callers);
  }

  #readJson(line: string): Outcome[] {
    const records = carriedRecords(line, isEvent);
    if (!records) return [new Reject("the line begins as JSON and is none")];
    return records.length === 0 ? [new Skip("an answer without events")] : records.map((record) => this.#readRecord(record));
  }

  #readRecord(record: JsonObject): Outcome {
    if (!isEvent(record)) return new Reject("timestamp, type: not those of an event");
    if ("x-cs-access-method" in record)
      return readNetskopeTransaction({ get: (name) => (typeof record[name] === "string" ? record[name] : undefined) }, this.#callers);
    const { events, alerts } = isObject(record["netskope"]) ? record["netskope"] : ({} as JsonObject);
    if (isObject(events)) return readNetskopeEvent(nestedFields(record, events, false), this.seen, this.#callers);
    return readNetskopeEvent(isObject(alerts) ? nestedFields(record, alerts, true) : flatFields(record), this.seen, this.#callers);
  }
}
