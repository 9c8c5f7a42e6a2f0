import fc from "fast-check";
import { expect, test } from "vitest";
import type { Emit } from "../format";
import { awsVpcflow } from "../formats/aws-vpcflow";
import { Masker } from "../mask";

const fields = "version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status pkt-srcaddr";
const seen = (emitted: unknown[]): Emit => ({
  found: (c, personal) => emitted.push(JSON.stringify([c, personal])),
  skip: (reason, c) => emitted.push(JSON.stringify([reason, c])),
  reject: (reason) => emitted.push(reason),
});

test("read from its bytes, a row says the same; and where nothing is to be hidden, masking hides nothing", () => {
  const byText = awsVpcflow.open({ fields });
  const byBytes = awsVpcflow.open({ fields });
  const masker = new Masker(awsVpcflow.personal);
  const usual = "5 eni-0a1b2c3d 10.0.1.5 203.0.113.9 40222 443 6 12 5120 1772323200 1772323260 ACCEPT OK 10.0.1.5".split(" ");
  const other = fc.constantFrom(
    ...[
      "-",
      "x",
      "",
      "2001:db8::1",
      "999",
      "REJECT",
      "NODATA",
      "SKIPDATA",
      "1.2.3.4.5",
      "9".repeat(20),
      "a,b",
      '"6"',
      "é",
      "token=x",
      "\t",
    ],
  );
  let read = 0;
  let plain = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: usual.length }), other), { maxLength: 3 }),
      fc.constantFrom("", "\n", "\r\n", "\r", "\nnext line", " \n"),
      (changes, end) => {
        const values = [...usual];
        for (const [place, value] of changes) values[place] = value;
        const line = values.join(" ");
        const bytes = Buffer.from(`before\n${line}${end}`);
        const found: unknown[] = [];
        const at = byBytes.readBytes!(bytes, 7, seen(found));
        const told: unknown[] = [];
        byText.read(line, seen(told));
        if (at < 0) {
          expect(found).toEqual([]);
          byBytes.read(line, seen([]));
          return;
        }
        read++;
        expect(found).toEqual(told);
        expect(bytes.toString("utf8", 7, at).trimEnd()).toBe(line.trimEnd());
        if (!byBytes.isPlain) return;
        plain++;
        expect(masker.line(line, [], [])).toBe(line);
      },
    ),
    { numRuns: 2000 },
  );
  expect(read).toBeGreaterThan(500);
  expect(plain).toBeGreaterThan(300);
});
