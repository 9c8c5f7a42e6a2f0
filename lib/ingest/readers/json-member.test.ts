import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonMember } from "./json-member";

test("a member is found as it is written", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 }), fc.nat(), (object, n) => {
      const keys = Object.keys(object);
      const key = keys[n % keys.length]!;
      expect(jsonMember(JSON.stringify(object), key)).toBe(JSON.stringify(object[key]));
    }),
  );
  expect(jsonMember('{"a":{"data":1},"data":9007199254740993}', "data")).toBe("9007199254740993");
  expect(jsonMember('{"a":1}', "data")).toBeUndefined();
});

test("any text ends, with or without a member", () => {
  fc.assert(fc.property(fc.string(), (text) => void jsonMember(`{"${text}`, "a")));
});
