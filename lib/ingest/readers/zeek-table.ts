const TAB = "\t";

/** The header and rows of Zeek's TSV writer: separators, unset and empty values, \xNN escapes. */
export class ZeekTable {
  path = "";
  #separator = TAB;
  #setSeparator = ",";
  #empty = "(empty)";
  #unset = "-";
  /** For each column of a row its place among the wanted, or -1; undefined until a header or a first row told. */
  #wantedAt: Int16Array | undefined;
  readonly #wanted: readonly { name: string; isList: boolean }[];

  /** @param fields the columns, or a `#fields` line, for files without a header. */
  constructor(
    columns: readonly string[],
    readonly orders: readonly string[],
    fields?: string,
  ) {
    this.#wanted = columns.map((name) => (name.endsWith("[]") ? { name: name.slice(0, -2), isList: true } : { name, isList: false }));
    if (fields)
      for (const line of fields.split("\n")) line.startsWith("#") ? this.header(line) : this.#columns(line.trim().split(/[\s,|;]+/));
  }

  /** A line that starts with #. */
  header(line: string): void {
    const name = /^#([a-z_]+)/.exec(line)?.[1];
    if (!name) return;
    if (name === "separator") {
      this.#separator = separatorOf(line.slice(11));
      this.#wantedAt = undefined;
      return;
    }
    const rest = line.slice(name.length + 2).replace(/\r$/, "");
    if (name === "set_separator") this.#setSeparator = decode(rest) || ",";
    else if (name === "empty_field") this.#empty = decode(rest);
    else if (name === "unset_field") this.#unset = decode(rest);
    else if (name === "path") this.path = rest;
    // A header copied through a terminal has blanks where tabs were.
    else if (name === "fields") this.#columns(rest.split(rest.includes(this.#separator) ? this.#separator : /\s+/));
  }

  #columns(names: readonly string[]): void {
    const wanted = new Map(this.#wanted.map(({ name }, i) => [name, i]));
    // The first of two columns of one name is Zeek's own.
    this.#wantedAt = Int16Array.from(names, (name) => {
      const i = wanted.get(canonical(name)) ?? -1;
      wanted.delete(canonical(name));
      return i;
    });
  }

  /** Fills the values of a row; those without a column stay undefined. @returns why it cannot be read, or undefined. */
  read(text: string, values: unknown[]): string | undefined {
    const separator = this.#separator;
    // Rows with blanks for tabs come from copies of a log: their values hold no blank then, which the width would betray.
    const line = separator === TAB && !text.includes(TAB) ? text.trim().replace(/ +/g, TAB) : text;
    if (!this.#wantedAt && !this.#guess(line.split(separator)))
      return line.includes(separator) ? "the columns are not known: there is no #fields line" : "the line is no row and no JSON";
    const wantedAt = this.#wantedAt!;
    const width = wantedAt.length;
    const escaped = line.includes("\\x");
    values.fill(undefined);
    let from = 0;
    for (let place = 0; place < width; place++) {
      let to = line.indexOf(separator, from);
      if (to < 0) {
        if (place < width - 1) return "the row has fewer columns than #fields names";
        to = line.length;
      }
      const i = wantedAt[place]!;
      if (i >= 0) {
        const value = line.slice(from, to);
        if (value !== this.#unset) values[i] = this.#value(i, value, escaped);
      }
      from = to + separator.length;
    }
    // Some writers end a row with a separator.
    for (; from < line.length; from++) if (line[from] !== separator) return "the row has more columns than #fields names";
    return undefined;
  }

  #value(i: number, value: string, escaped: boolean): unknown {
    if (this.#wanted[i]!.isList) return value === this.#empty ? [] : this.#list(value, escaped);
    return value === this.#empty ? undefined : escaped ? decode(value) : value;
  }

  #list(value: string, escaped: boolean): string[] {
    const items = value.split(this.#setSeparator);
    return escaped ? items.map(decode) : items;
  }

  /** Whether a row without a header agrees with one of Zeek's own orders. */
  guess(line: string): boolean {
    return this.#guess(line.split(this.#separator));
  }

  #guess(row: readonly string[]): boolean {
    for (const order of this.orders) {
      const names = order.split(" ");
      if (row.length < names.length || !names.every((name, i) => fits(name, row[i]!))) continue;
      // Columns that packages add stand behind Zeek's own.
      this.#columns([...names, ...row.slice(names.length).map((_, i) => `_${i}`)]);
      return true;
    }
    return false;
  }
}

const canonical = (name: string): string => name.trim().replace(/^id_(orig|resp)_([hp])$/, "id.$1_$2");

const separatorOf = (text: string): string => (text.trim() === "\\t" ? TAB : decode(text.trim()) || text.charAt(0) || TAB);

/** What each column must look like for a headerless row to be taken for this log. */
const shapes: Record<string, RegExp> = {
  ts: /^(?:[0-9]{9,10}\.[0-9]{1,9}|[0-9X]{10}\.[0-9X]{6}|[0-9]{4}-[0-9]{2}-[0-9]{2}T.{6,24})$/,
  uid: /^(?:[A-Za-z0-9]{8,24}|-)$/,
  "id.orig_h": /^(?:[0-9A-Fa-f:.]{2,45}|-)$/,
  "id.resp_h": /^(?:[0-9A-Fa-f:.]{2,45}|-)$/,
  "id.orig_p": /^(?:[0-9]{1,5}|-)$/,
  "id.resp_p": /^(?:[0-9]{1,5}|-)$/,
  proto: /^(?:tcp|udp|icmp|unknown_transport)$/,
  conn_state: /^(?:S[0123F]|REJ|RST[OR]|RSTOS0|RSTRH|SH|SHR|OTH|-)$/,
  trans_id: /^(?:[0-9]{1,5}|-)$/,
  qtype: /^(?:[0-9]{1,5}|-)$/,
  rejected: /^[TF-]$/,
  trans_depth: /^[0-9]{1,6}$/,
  status_code: /^(?:[0-9]{1,5}|-)$/,
  response_body_len: /^(?:[0-9]{1,16}|-)$/,
  resumed: /^[TF-]$/,
  established: /^[TF-]$/,
  version: /^(?:(?:D?TLS|SSL)v[0-9]{1,2}|unknown-[0-9]+|[0-9]\.[0-9]|-)$/,
  tunnel_type: /^Tunnel::[A-Za-z0-9_]+$/,
  auth_success: /^[TF-]$/,
  auth_attempts: /^(?:[0-9]{1,6}|-)$/,
  client: /^(?:SSH-.*|-)$/,
  request_p: /^(?:[0-9]{1,5}|-)$/,
  bound_p: /^(?:[0-9]{1,5}|-)$/,
  client_initial_dcid: /^(?:[0-9a-f]{2,64}|-)$/,
  fuid: /^F[A-Za-z0-9]{7,23}$/,
  is_orig: /^[TF-]$/,
  seen_bytes: /^[0-9]{1,16}$/,
  fingerprint: /^[0-9a-f]{40,128}$/,
  id: /^F[A-Za-z0-9]{7,23}$/,
  "certificate.version": /^[0-9]$/,
  "certificate.not_valid_after": /^-?[0-9]{1,12}\.[0-9]{1,9}$/,
  notice: /^[TF]$/,
  note: /^[A-Za-z0-9_]+::[A-Za-z0-9_]+$/,
  suppress_for: /^(?:[0-9]{1,9}\.[0-9]{1,9}|-)$/,
};

const fits = (name: string, value: string): boolean => shapes[name]?.test(value) ?? true;

/** \xNN escapes are bytes: a run of them may be one character of UTF-8. */
function decode(value: string): string {
  if (!value.includes("\\x")) return value;
  return value.replace(/(?:\\x[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(2).split("\\x"), (hex) => Number.parseInt(hex, 16));
    return utf8.decode(bytes);
  });
}
const utf8 = new TextDecoder();
