import { defineFormat, type Emit, type Reader, type ReadOptions } from "../format";
import { splitCsv } from "../readers/csv";
import { Reject, Skip, tell } from "../readers/outcome";
import { headerKind, rowKind, type UmbrellaKind, umbrellaColumns, umbrellaKind } from "../readers/umbrella-columns";
import { readUmbrella, type UmbrellaRow } from "../readers/umbrella-row";

export const ciscoUmbrella = defineFormat({
  id: "cisco-umbrella",
  name: "Cisco Umbrella and Secure Access",
  reference: "https://docs.umbrella.com/umbrella-user-guide/docs/log-formats-and-versioning",
  guide: "cisco-umbrella",
  counts: "web: HTTP messages with headers, between client and proxy; firewall: IP packets",
  kinds: ["query", "request", "connection"],
  engine: true,
  options: { fields: "The kind (dnslogs, proxylogs, firewalllogs, iplogs) or the header row; without it the columns tell the kind." },
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every((line) => line.includes(",") && isUmbrella(cellsOf(line)));
  },
  open: (options) => new UmbrellaReader(options),
});

const cellsOf = (line: string): string[] => splitCsv(line.trim()).map((cell) => cell.trim());

const isUmbrella = (cells: readonly string[]): boolean => (headerKind(cells) ?? rowKind(cells)) !== undefined;

class UmbrellaReader implements Reader {
  #kind: UmbrellaKind | undefined;
  #columns: readonly string[] | undefined;
  /** Whether an audit entry goes on in the next line: its texts hold line breaks. */
  #isOpen = false;

  constructor(options: ReadOptions) {
    const fields = options.fields?.trim();
    if (!fields) return;
    if (fields.includes(",")) this.#header(cellsOf(fields));
    else this.#kind = umbrellaKind(fields);
  }

  read(unit: string, emit: Emit): void {
    const line = unit.includes("\n") ? unit.replace(/\r?\n/g, "") : unit;
    if (this.#isOpen) {
      this.#isOpen = !hasOddQuotes(line);
      emit.skip("an entry of the audit log goes on");
    } else if (line.trim() === "") emit.skip("an empty line");
    else this.#readRow(line, emit);
  }

  #readRow(line: string, emit: Emit): void {
    const cells = cellsOf(line);
    const kind = this.#kind ?? rowKind(cells);
    if (this.#header(cells)) {
      emit.skip("a header");
      return;
    }
    if (kind === undefined) {
      emit.reject("columns: of none of the logs that are known");
      return;
    }
    this.#isOpen = kind === "audit" && hasOddQuotes(line);
    const columns = this.#columns ?? umbrellaColumns[kind];
    const row: UmbrellaRow = new Map();
    for (let i = 0; i < columns.length && i < cells.length; i++)
      if (cells[i] !== "" && cells[i] !== "null") row.set(columns[i]!, cells[i]!);
    const outcome = readUmbrella(kind, row);
    const isPersonal = !(outcome instanceof Reject || outcome instanceof Skip) && (outcome.srcUser ?? outcome.srcHost) !== undefined;
    tell(emit, outcome, isPersonal ? personalOf(row) : undefined);
  }

  #header(cells: readonly string[]): boolean {
    const kind = headerKind(cells);
    if (kind === undefined) return false;
    this.#kind = kind;
    this.#columns = cells.map((cell) => cell.toLowerCase());
    return true;
  }
}

function personalOf(row: UmbrellaRow): string[] {
  return ["most granular identity", "policy identity label", "identity", "identities", "email", "user"].flatMap(
    (name) => row.get(name) ?? [],
  );
}

function hasOddQuotes(line: string): boolean {
  let isOdd = false;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}
