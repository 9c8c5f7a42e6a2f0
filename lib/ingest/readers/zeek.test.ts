import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Connection } from "../../model/connection";
import type { Emit, ReadOptions } from "../format";
import { zeekConn } from "../formats/zeek-conn";
import { zeekHttp } from "../formats/zeek-http";
import { Masker } from "../mask";

const names =
  "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state local_orig local_resp " +
  "missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents";
const row = "1772323200.123456 CHhAvVGS1DHFjwGM91 10.1.2.3 49152 203.0.113.10 443 tcp ssl 1.5 1200 45000 SF T F 0 Sh 20 2252 40 47080 -";
const tsv = (line: string, by = "\t"): string => line.split(" ").join(by);

function read(lines: readonly string[], options: ReadOptions = {}, format = zeekConn): { found: Connection[]; rejects: string[] } {
  const found: Connection[] = [];
  const rejects: string[] = [];
  const reader = format.open(options);
  for (const line of lines) reader.read(line, { found: (c) => found.push(c), skip() {}, reject: (r) => rejects.push(r) });
  return { found, rejects };
}
const plainly = (c: Connection | undefined): unknown => JSON.parse(JSON.stringify(c ?? null));

const expected = plainly(read([`#fields\t${tsv(names)}`, tsv(row)]).found[0]);

describe("one row, however it is written", () => {
  test.each<[string, string[], ReadOptions?]>([
    ["with a header of its own separator", ["#separator |", `#fields|${tsv(names, "|")}`, tsv(row, "|")]],
    ["with the separator as an escape", ["#separator \\x2c", "#set_separator,|", `#fields,${tsv(names, ",")}`, tsv(row, ",")]],
    ["with a separator at its end", [`#fields\t${tsv(names)}`, `${tsv(row)}\t`]],
    ["with columns nobody knows, in another order", [`#fields\tmine\t${tsv(names)}\tid`, `x\t${tsv(row)}\ty`]],
    ["with the names alone, as zeek-cut -m leaves them", [tsv(names), tsv(row)]],
    ["without a header, by the columns given", [tsv(row)], { fields: names }],
    ["without a header, by a header line given", [tsv(row)], { fields: `#fields\t${tsv(names)}` }],
    ["without a header, by Zeek's own order", [tsv(row)]],
    ["with blanks for tabs", [`#fields ${names}`, row]],
    ["inside an envelope", [`#fields\t${tsv(names)}`, JSON.stringify({ "@timestamp": "x", message: tsv(row) })]],
  ])("%s", (_, lines, options) => {
    expect(plainly(read(lines, options).found[0])).toEqual(expected);
  });

  test.each(["flat", "nested", "underscored", "wrapped", "in Splunk's result", "behind a syslog header"])("as JSON, %s", (shape) => {
    const values = row.split(" ");
    const record: Record<string, unknown> = {};
    names.split(" ").forEach((name, i) => {
      const value = values[i]!;
      if (value === "-") return;
      record[name] =
        value === "T" ? true : value === "F" ? false : /^[0-9.]+$/.test(value) && value.split(".").length < 3 ? Number(value) : value;
    });
    const ids = Object.fromEntries(["orig_h", "orig_p", "resp_h", "resp_p"].map((key) => [key, record[`id.${key}`]]));
    const rest = Object.fromEntries(Object.entries(record).filter(([key]) => !key.startsWith("id.")));
    const line = {
      flat: JSON.stringify(record),
      nested: JSON.stringify({ ...rest, id: ids }),
      underscored: JSON.stringify({ ...rest, ...Object.fromEntries(Object.entries(ids).map(([k, v]) => [`id_${k}`, v])) }),
      wrapped: JSON.stringify({ conn: record }),
      "in Splunk's result": JSON.stringify({ preview: false, result: { _raw: JSON.stringify(record) } }),
      "behind a syslog header": `<13>Mar  1 00:00:00 sensor zeek: ${JSON.stringify(record)}`,
    }[shape]!;
    expect(plainly(read([line]).found[0])).toEqual(expected);
  });
});

test("a masked time is rejected row by row, and the rows after it are read", () => {
  const masked = tsv(row.replace("1772323200.123456", "XXXXXXXXXX.XXXXXX"));
  const { found, rejects } = read([`#fields\t${tsv(names)}`, masked, tsv(row), masked]);
  expect(found).toHaveLength(1);
  expect(rejects).toEqual(["ts is no time", "ts is no time"]);
});

test("payload is counted, headers only where the log gives no payload", () => {
  const bare = row.split(" ");
  bare[9] = bare[10] = "-";
  expect(read([tsv(row)]).found[0]).toMatchObject({ bytesOut: 1200, bytesIn: 45000 });
  expect(read([`#fields\t${tsv(names)}`, bare.join("\t")]).found[0]).toMatchObject({ bytesOut: 2252, bytesIn: 47080 });
});

test("a connection told again, in any log of open ones, is a twin", () => {
  const { found } = read([tsv(row), tsv(row)]);
  expect(found.map((c) => c.twin ?? false)).toEqual([false, true]);
  expect(read(["#path\topen_conn", `#fields\t${tsv(names)}`, tsv(row)]).found[0]?.twin).toBe(true);
});

test("escapes are bytes of UTF-8", () => {
  const fields = "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tmethod\thost\turi";
  const { found } = read(
    [`#fields\t${fields}`, "1772323200.5\tC1\t10.1.2.3\t1\t203.0.113.1\t80\tGET\tm\\xc3\\xbcnchen.example\t/a\\x09b"],
    {},
    zeekHttp,
  );
  expect(found[0]).toMatchObject({ dstHost: "xn--mnchen-3ya.example", url: "/a\tb" });
});

test("a time in seconds is cut to its millisecond, whatever the float does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }), fc.integer({ min: 0, max: 999_999 }), (seconds, micros) => {
      const written = `${seconds}.${String(micros).padStart(6, "0")}`;
      const { found } = read([tsv(row.replace("1772323200.123456", written))]);
      expect(found[0]?.startTime).toBe(seconds * 1000 + Math.floor(micros / 1000));
    }),
  );
});

test("read from its bytes, a line says the same; and where nothing is to be hidden, masking hides nothing", () => {
  const masker = new Masker();
  const textReader = zeekConn.open({});
  const reader = zeekConn.open({});
  let read = 0;
  let plain = 0;
  const value = fc.oneof(
    fc.constantFrom<unknown>(
      "10.1.2.3",
      "203.0.113.9",
      "2001:db8::1",
      "tcp",
      "ssl",
      "SF",
      "T",
      true,
      null,
      443,
      1.25,
      0,
      "",
      "Bearer abcdefgh",
    ),
    fc.constantFrom<unknown>(
      "a@b.example",
      "http://h.example/users/4711?token=x",
      "token=x",
      "pwd: y",
      'quote " in it',
      "müller",
      { a: 1 },
      ["x"],
    ),
    fc.string(),
  );
  const keys = [
    ...names.split(" ").filter((name) => name !== "uid"),
    "_path",
    "community_id",
    "token",
    "x_password",
    "my key",
    "client-session",
  ];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 14 }),
      fc.constantFrom("", "\n", "\r\n", "\nnext"),
      (rest, end) => {
        const record = { ts: 1772323200.25, "id.orig_h": "10.1.2.3", "id.resp_h": "203.0.113.10", ...Object.fromEntries(rest) };
        const line = JSON.stringify(record);
        const seen = (emitted: unknown[]): Emit => ({
          found: (c) => emitted.push(plainly(c)),
          skip: (reason) => emitted.push(reason),
          reject: (reason) => emitted.push(reason),
        });
        const byText: unknown[] = [];
        textReader.read(line, seen(byText));
        const byBytes: unknown[] = [];
        const bytes = Buffer.from(`before\n${line}${end}`);
        const at = reader.readBytes!(bytes, 7, seen(byBytes));
        if (at < 0) {
          expect(byBytes).toEqual([]);
          reader.read(line, seen([]));
          return;
        }
        read++;
        expect(bytes.toString("utf8", 7, at).trimEnd()).toBe(line);
        expect(byBytes).toEqual(byText);
        if (!reader.isPlain) return;
        plain++;
        expect(masker.line(line, [], [])).toBe(line);
      },
    ),
    { numRuns: 600 },
  );
  expect(read).toBeGreaterThan(100);
  expect(plain).toBeGreaterThan(20);
});
