import { expect, test } from "vitest";
import { detectFormat } from "./detect";
import { findFormat } from "./formats/index";
import { normalizeRecord } from "./normalize";

const vpc = "2 123456789010 eni-1235b8ca123456789 10.0.1.9 203.0.113.12 39812 443 6 20 4249 1418530010 1418530070 ACCEPT OK";
const headers = [
  "<134>Dec 14 04:07:50 relay vpc: ",
  "<134>1 2014-12-14T04:07:50Z relay vpc - - - ",
  "121 <134>1 - - - - - - ",
  "Dec 14 04:07:50 relay vpc[9]: ",
];

test.each(headers)("a line behind %j is the same record", (header) => {
  const format = findFormat("aws-vpcflow")!;
  expect(normalizeRecord(format, header + vpc, {})).toEqual(normalizeRecord(format, vpc, {}));
  expect(detectFormat([header + vpc])).toEqual({ format });
});

test("a refusal without a header is told once, as it was", () => {
  const format = findFormat("aws-vpcflow")!;
  const broken = vpc.replace("203.0.113.12", "203.0.113.999");
  expect(normalizeRecord(format, broken, {})).toEqual({ rejected: expect.stringContaining("documented order") });
});
