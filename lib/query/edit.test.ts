import { expect, test } from "vitest";
import { completeAt } from "./complete";
import { exclude, only, onlyMissing, toggle, valuesOf, without } from "./edit";
import { fieldIds, fieldOf } from "./fields";
import { connectionsHref, plainValue, queryText } from "./link";
import { parseQuery } from "./parse";
import { printQuery } from "./print";

const q = (text: string) => parseQuery(text).query!;
const value = (text: string) => ({ kind: "exact", text }) as const;

test("facets edit the condition on their field and leave the others", () => {
  expect(printQuery(only(q("a country:(US OR CN) -country:DE"), "country", value("FR")))).toBe("a country:FR");
  expect(printQuery(toggle(q("country:US a"), "country", value("FR")))).toBe("country:(US OR FR) a");
  expect(printQuery(toggle(q("country:(US OR FR) a"), "country", value("US")))).toBe("country:FR a");
  expect(printQuery(toggle(q("country:US a"), "country", value("US")))).toBe("a");
  expect(printQuery(exclude(q("country:US a"), "country", value("US")))).toBe("a -country:US");
  expect(printQuery(exclude(q("a -country:US"), "country", value("FR")))).toBe("a -country:(US OR FR)");
  expect(printQuery(exclude(q("a -country:US"), "country", value("US")))).toBe("a");
  expect(printQuery(onlyMissing(q("country:US"), "country"))).toBe("-has:country");
  expect(printQuery(without(q("has:sni a -sni:b"), "sni"))).toBe("a");
  expect(valuesOf(q("a country:US -country:DE"), "country")).toEqual({ wanted: [value("US")], excluded: [value("DE")] });
});

test("conditions as a text, and a link that carries them", () => {
  expect(queryText({ service: "a b", outcome: ["violation", "unexplained"], dport: 443 }, { twin: true })).toBe(
    'service:"a b" dport:443 outcome:(violation OR unexplained) -twin:true',
  );
  expect(queryText({ host: "*.storage.example", bytes: ">1mb", status: "5xx" })).toBe('host:"*.storage.example" status:5xx bytes:>1mb');
  expect(() => queryText({ outcome: "bad" })).toThrow("outcome");
  expect(plainValue("asn", 64500)).toEqual({ kind: "range", min: 64500, max: 64500 });
  expect(connectionsHref("host:a&b", { from: "now-7d", to: 0 })).toBe(
    "/connections?v=1&q=host%3Aa%26b&from=now-7d&to=1970-01-01T00%3A00%3A00.000Z",
  );
});

test.each([
  ["|", "field", undefined, "", "service:"],
  ["ser|", "field", undefined, "ser", "service:"],
  ["verdict:|", "value", "verdict", "", "allowed"],
  ["verdict:de|", "value", "verdict", "de", "denied"],
  ["verdict:(allowed OR d|)", "value", "verdict", "d", "denied"],
  ["host:api.ex|", "value", "host", "api.ex", undefined],
  ["tls:|", "value", "tls", "", "ssl2"],
  ["host:a |", "field", undefined, "", "service:"],
  ["has:sn|", "value", undefined, "sn", "sni"],
])("at the caret of %s comes a %s", (marked, expects, field, prefix, first) => {
  const caret = marked.indexOf("|");
  const c = completeAt(marked.replace("|", ""), caret);
  expect({ expects: c.expects, field: c.field, prefix: c.prefix, first: c.suggestions[0]?.insert }).toEqual({
    expects,
    field,
    prefix,
    first,
  });
});

test("the reference names every field with an example that parses", async () => {
  const { readFile } = await import("node:fs/promises");
  const page = await readFile(new URL("../../docs/reference/query.md", import.meta.url), "utf8");
  for (const id of fieldIds) {
    expect(page).toContain(`| \`${id}\` |`);
    expect(page).toContain(`| \`${fieldOf(id).example}\` |`);
    expect(parseQuery(fieldOf(id).example).problems, id).toBeUndefined();
  }
});
