import fc from "fast-check";
import { expect, test } from "vitest";
import { isHarmlessKey, maskSecrets } from "./secrets";

const names = [
  ...["authorization", "proxy-authorization", "cookie", "set-cookie", "password", "passwd", "pwd", "secret", "token", "api_key", "apikey"],
  ...["api-key", "access_key", "accesskey", "access-key", "session", "sessionid", "jsessionid", "credential", "signature"],
];
const mask = (line: string): string => maskSecrets(line, () => "user-x");

test("a value under a secret's name is hidden, however the name is written and what stands around it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom(
        (s: string) => s,
        (s: string) => s.toUpperCase(),
        (s: string) => `${s[0]!.toUpperCase()}${s.slice(1)}`,
      ),
      fc.constantFrom("", "x", "x-", "_", " ", '{"', "é", "a=b;", "k: v, "),
      fc.constantFrom("=", ":", '":', '": ', "' = ", " \t=\t", "\u00a0:\u2003", "\n="),
      fc.constantFrom("hunter2", '"hunter2"', "'hunter2'", '"a \\" hunter2"'),
      (name, written, before, between, value) => {
        const line = `${before}${written(name)}${between}${value}`;
        expect(mask(line)).not.toContain("hunter2");
        expect(isHarmlessKey(written(name))).toBe(false);
      },
    ),
    { numRuns: 2000 },
  );
});

test("a line without a secret's name is left as it is", () => {
  for (const line of ["", ":", "=:", '{"ts":1.5,"uid":"C1","id.resp_h":"192.0.2.1"}', "a=1 b:2 c = 3", "word:", "keyed=1", "sessions:2"])
    expect(mask(line)).toBe(line);
});

test("a long line of signs or blanks costs no more than its length", () => {
  for (const line of [":".repeat(65_536), `${" ".repeat(65_000)}:`, "token ".repeat(10_000), `${"\u2003".repeat(30_000)}=`.repeat(2)]) {
    const from = performance.now();
    mask(line);
    expect(performance.now() - from).toBeLessThan(200);
  }
});
