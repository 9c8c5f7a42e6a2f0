import { expect, test, vi } from "vitest";
import { Problem } from "../model/problem";
import { act } from "./act";
import { logMistake, withoutValues } from "./reference";
import { problemResponse } from "./respond";

test("what a person typed does not reach the log", () => {
  expect(withoutValues('invalid input syntax for type inet: "10.1.2.3x"')).toBe('invalid input syntax for type inet: "…"');
  expect(withoutValues("no account for jane@ops.example at 192.0.2.9 or 2001:db8::7")).toBe("no account for …@… at … or …");
  const prisma = 'Invalid `tx.person.create()` invocation:\n{ data: { email: "jane@ops.example" } }\n\nUnique constraint failed';
  expect(withoutValues(prisma)).toBe("Unique constraint failed");
});

test("a mistake is logged under the reference that its reader is shown", async () => {
  const written: string[] = [];
  const spy = vi.spyOn(process.stderr, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const { problem } = await act(async () => {
    throw new TypeError("x is undefined");
  });
  const response = problemResponse(new Error("secret 'token'"));
  const body = await response.json();
  spy.mockRestore();
  expect(problem?.reference).toMatch(/^WB-[A-Z2-9]{8}$/);
  expect(written[0]).toContain(problem!.reference!);
  expect(problem?.detail).toContain(problem!.reference!);
  expect(response.status).toBe(500);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(written[1]).toContain(body.reference);
  expect(JSON.stringify(body)).not.toMatch(/secret|\.ts/);
  expect(written[1]).not.toContain("token");
});

test("references differ", () => {
  const spy = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const references = new Set(Array.from({ length: 200 }, () => logMistake(new Error("x"))));
  spy.mockRestore();
  expect(references.size).toBe(200);
});

test("a Problem is answered as it is, and interrupts of the framework pass through", async () => {
  const response = problemResponse(new Problem("too-many", "slow down", { retryAfter: 30 }));
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "30"]);
  expect((await act(async () => Promise.reject(new Problem("conflict", "taken", { field: "name" })))).problem).toMatchObject({
    status: 409,
    field: "name",
  });
  const interrupt = Object.assign(new Error("NEXT_REDIRECT"), { digest: "NEXT_REDIRECT;replace;/sign-in;307;" });
  await expect(act(async () => Promise.reject(interrupt))).rejects.toBe(interrupt);
});
