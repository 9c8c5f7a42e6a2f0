import { expect, test } from "vitest";
import { readLeef } from "./leef";

const read = (line: string) => Object.fromEntries(readLeef(line)?.attributes ?? []);

test("reads header and attributes behind a syslog header", () => {
  const leef = readLeef("<13>Mar  1 10:00:00 host LEEF:1.0|Vendor|Product|1.0|42|src=192.0.2.1\tmsg=a = b\tusrName=");
  expect(leef).toMatchObject({ vendor: "Vendor", product: "Product", version: "1.0", id: "42" });
  expect(Object.fromEntries(leef!.attributes)).toEqual({ src: "192.0.2.1", msg: "a = b", usrName: "" });
});

test.each([
  ["LEEF:2.0|V|P|1|2|x7C|src=192.0.2.1|url=a|b|dst=192.0.2.2", { src: "192.0.2.1", url: "a|b", dst: "192.0.2.2" }],
  ["LEEF:2.0|V|P|1|2|^|a=1^b=2", { a: "1", b: "2" }],
  ["LEEF:2.0|V|P|1|2| |a=1 b=two words c=", { a: "1", b: "two words", c: "" }],
  ["LEEF:2.0|V|P|1|2||a=1\tb=2", { a: "1", b: "2" }],
  ["LEEF:2.0|V|P|1|2|a=1\tb=2|3", { a: "1", b: "2|3" }],
  ["LEEF:1.0|V|P|1|2|a=1|b=2 3|c=4", { a: "1", b: "2 3", c: "4" }],
  ["LEEF:1.0|V|P|1|2|a=1 b=two words", { a: "1", b: "two words" }],
])("%s", (line, attributes) => {
  expect(read(line)).toEqual(attributes);
});

test.each(["", "LEEF:1.0|Vendor", "LEEF:", "CEF:0|a|b|c|d|e|f|g=h"])("%j is none", (line) => {
  expect(readLeef(line)).toBeUndefined();
});
