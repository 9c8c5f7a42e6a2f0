import { defineFormat, type Emit, type Reader } from "../format";
import { carriedRecords } from "../readers/carried";
import { ElffTable, elffColumns, readElffHeader, splitElff } from "../readers/elff";
import { type JsonObject, textOf } from "../readers/json";
import { readPairs } from "../readers/key-value";
import { Reject, Skip, tell } from "../readers/outcome";
import { sgosLayout } from "../readers/sgos-columns";
import { readSgosRequest, type SgosRow } from "../readers/sgos-request";

export const broadcomSwg = defineFormat({
  id: "broadcom-swg",
  name: "Broadcom Edge SWG (ProxySG) and Cloud SWG access logs",
  reference: "https://techdocs.broadcom.com/us/en/symantec-security-software/web-and-network-security/edge-swg/7-4/p_access_log_field.html",
  guide: "broadcom-swg",
  counts: "requests and responses with their headers, between client and proxy",
  kinds: ["request", "connection", "query"],
  engine: true,
  personal: [
    ..."cs-username cs-userdn cs-user cs-auth-group cs-auth-groups c-dns search-terms x-client-device-name x-client-device-id".split(" "),
    "cs-uri-query",
    "cs(cookie)",
  ],
  options: {
    fields: "The log format string, or its #Fields line, for rows without a header that are of none of the formats SGOS comes with.",
  },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    // Below a header of its own a row may look like anything.
    return lines.some(isHeader) || (lines.some(isSgos) && lines.every((line) => line.startsWith("#") || isSgos(line)));
  },
  open: (options) => new SgosReader(options.fields),
});

/** Columns that no other writer of ELFF has. */
const own = /^(?:sc-filter-result|x-exception-id|x-bluecoat-[a-z-]{3,40})$/;
/** Columns by which a person is known beside the user. */
const personalColumns = ["cs-auth-group", "cs-auth-groups", "search-terms", "x-client-device-id", "x-client-device-name", "c-dns"];

const isHeader = (line: string): boolean => readElffHeader(line)?.some((column) => own.test(column)) === true;

function isSgos(line: string): boolean {
  const text = line.trim();
  if (text.startsWith("{")) return carriedRecords(text, isRecord)?.some(isRecord) === true;
  if (isPairs(text)) return true;
  return isDated(text) && sgosLayout(splitElff(text)) !== undefined;
}

const isDated = (text: string): boolean => /^[0-9]{4}-[0-9]{2}-[0-9]{2}\s+[0-9]{2}:[0-9]{2}:[0-9]{2}\s/.test(text);
const isPairs = (text: string): boolean => /\bc-ip=/.test(text) && /\bs(?:-action|c-filter-result)=/.test(text);
const isRecord = (o: JsonObject): boolean => "c-ip" in o && ("sc-filter-result" in o || "s-action" in o || "x-exception-id" in o);

class SgosReader implements Reader {
  readonly #table = new ElffTable();
  #isNamed: boolean;

  constructor(fields: string | undefined) {
    this.#isNamed = fields !== undefined && fields !== "";
    if (this.#isNamed) this.#table.name(elffColumns(fields!));
  }

  read(unit: string, emit: Emit): void {
    const line = unit.trim();
    const row = line === "" || line.startsWith("#") ? this.#readComment(line) : this.#rowOf(line);
    if (row instanceof Skip || row instanceof Reject) tell(emit, row);
    else {
      const stamp = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}/.exec(line)?.[0];
      tell(
        emit,
        readSgosRequest(row, stamp),
        personalColumns.flatMap((column) => row.get(column) ?? []),
      );
    }
  }

  #readComment(line: string): Skip {
    const columns = readElffHeader(line);
    if (!columns) return new Skip(line === "" ? "an empty line" : "a comment");
    this.#table.name(columns);
    this.#isNamed = true;
    return new Skip("the header");
  }

  #rowOf(line: string): SgosRow | Reject {
    if (line.startsWith("{")) return readJson(line);
    return isPairs(line) ? readKeyed(line) : this.#readRow(line);
  }

  #readRow(line: string): SgosRow | Reject {
    const count = this.#table.read(line);
    if (!this.#isNamed) {
      const layout = isDated(line) ? sgosLayout(this.#table.cells) : undefined;
      if (!layout) return new Reject("the row has no header, and is of none of the known formats");
      this.#table.name(layout);
    } else if (count < this.#table.width) return new Reject("the row has fewer values than the header has columns");
    return this.#table;
  }
}

function readJson(line: string): SgosRow | Reject {
  const record = carriedRecords(line, isRecord)?.[0];
  if (!record || !isRecord(record)) return new Reject("c-ip, s-action: absent");
  const values = new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), textOf(value)]));
  return { get: (column) => values.get(column) };
}

function readKeyed(line: string): SgosRow {
  const values = new Map([...readPairs(line)].map(([key, value]) => [key.toLowerCase(), textOf(value)]));
  return { get: (column) => values.get(column) };
}
