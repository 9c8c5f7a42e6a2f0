import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { expect, test } from "vitest";
import { CidrTable, canonicalAddress, parseAddress, parseCidr } from "./address";

const v4 = fc.ipV4();
const v6 = fc.ipV6();

test("canonical text agrees with ipaddr.js", () => {
  fc.assert(
    fc.property(fc.oneof(v4, v6), (text) => {
      // URL first: ipaddr.js takes the deprecated IPv4-compatible form (::192.0.2.1) for a mapped one.
      const theirs = ipaddr.process(new URL(`http://${text.includes(":") ? `[${text}]` : text}/`).hostname.replace(/[[\]]/g, ""));
      const ours = canonicalAddress(text);
      expect(ours).toBeDefined();
      expect(ipaddr.parse(ours!).toByteArray()).toEqual(theirs.toByteArray());
      expect(canonicalAddress(ours!)).toBe(ours);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  "",
  "1.2.3",
  "1.2.3.4.5",
  "01.2.3.4",
  "256.1.1.1",
  ":::",
  "1::2::3",
  "g::",
  "1:2:3:4:5:6:7",
  "1.2.3.4:80",
  "fe80",
  "1:2:3:4:5:6:7:8:9",
])("%j is no address", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each([
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["[2001:DB8::1]", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
  ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
])("%s is written %s", (text, canonical) => expect(canonicalAddress(text)).toBe(canonical));

test("a prefix with host bits set is refused", () => {
  expect(parseCidr("192.0.2.1/24")).toBeUndefined();
  expect(parseCidr("::ffff:192.0.2.0/120")).toMatchObject({ family: 4, length: 24 });
});

test("the longest prefix holds, as in a linear scan", () => {
  const prefix = fc.tuple(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 16, max: 32 })).map(([n, length]) => {
    const span = 2 ** (32 - length);
    const base = Math.floor((0xc0000000 + n * 7) / span) * span;
    return `${base >>> 24}.${(base >>> 16) & 255}.${(base >>> 8) & 255}.${base & 255}/${length}`;
  });
  fc.assert(
    fc.property(
      fc.array(prefix, { maxLength: 30 }),
      fc.array(fc.integer({ min: 0, max: 0xffff * 7 }), { maxLength: 20 }),
      (prefixes, offsets) => {
        const unique = [...new Set(prefixes)].map((p) => ({ cidr: parseCidr(p)!, value: p }));
        const table = new CidrTable(unique);
        for (const o of offsets) {
          const n = 0xc0000000 + o;
          const text = `${n >>> 24}.${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`;
          const expected = unique
            .filter((e) => e.cidr.first <= BigInt(n) && BigInt(n) <= e.cidr.last)
            .sort((a, b) => b.cidr.length - a.cidr.length)[0]?.value;
          expect(table.find(text)).toBe(expected);
        }
      },
    ),
  );
});
