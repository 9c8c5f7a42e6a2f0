import { expect, test } from "vitest";
import { visible } from "./visible";

test("controls and direction marks of a hostile log are written out", () => {
  expect(visible("a\u202eelpmaxe.b\u0007")).toBe("a\\u{202e}elpmaxe.b\\u{0007}");
  expect(visible("api.payments.example")).toBe("api.payments.example");
});
