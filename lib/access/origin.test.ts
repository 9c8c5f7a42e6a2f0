import { expect, test } from "vitest";
import { isOwnOrigin } from "./origin";

test.each([
  ["https://waybill.example", "https://waybill.example", true],
  ["https://waybill.example", "https://waybill.example/base/", true],
  ["http://127.0.0.1:3000", "http://localhost:3000", true],
  [null, "https://waybill.example", false],
  ["null", "https://waybill.example", false],
  ["http://waybill.example", "https://waybill.example", false],
  ["https://waybill.example:8443", "https://waybill.example", false],
  ["https://waybill.example.attacker.example", "https://waybill.example", false],
  ["http://127.0.0.1:3001", "http://localhost:3000", false],
  ["http://localhost:3000", "https://waybill.example", false],
])("origin %s at %s: %s", (origin, own, expected) => expect(isOwnOrigin(origin, own)).toBe(expected));
