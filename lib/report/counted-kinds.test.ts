import { expect, test } from "vitest";
import { toPredicate } from "../query/predicate";
import { printQuery } from "../query/print";
import { countedKinds } from "./counted-kinds";

const row = (service: string, environment: string | null, kind: "request" | "connection", team: string | null = "t") => ({
  service,
  environment,
  team,
  kind,
});
const text = (rows: Parameters<typeof countedKinds>[0]) => printQuery(countedKinds(rows));

test("one kind alone needs no names", () => {
  expect(text([row("a", "p", "request"), row("b", "p", "request")])).toBe("kind:request");
  expect(text([row("a", "p", "connection")])).toBe("kind:connection");
});

test("the fewer names are said, and by service where that says it all", () => {
  expect(text([row("a", "p", "request"), row("b", "p", "request"), row("c", "p", "connection")])).toBe(
    "kind:request OR (kind:connection service:c)",
  );
  expect(text([row("a", "p", "request"), row("b", "p", "connection"), row("c", "p", "connection")])).toBe(
    "kind:request OR (kind:connection -service:a)",
  );
});

test("each workload's own kind is listed and no other", () => {
  const rows = [
    row("a", "p", "request"),
    row("a", null, "connection"),
    row("b", "p", "connection", null),
    row("b", "p", "request", "x"),
    row("c", "p", "request"),
  ];
  const listed = toPredicate(countedKinds(rows));
  for (const { service, environment, team, kind } of rows)
    for (const seen of ["request", "connection"]) {
      const facts = { service, kind: seen, ...(environment && { environment }), ...(team && { team }) };
      // A workload counted by connections has no requests, so these need no ruling out.
      if (seen === "request" && kind === "connection") continue;
      expect([service, environment, team, seen, listed(facts)]).toEqual([service, environment, team, seen, seen === kind]);
    }
});

test("more names than an address holds fall back to both kinds", () => {
  const many = Array.from({ length: 900 }, (_, i) => row(`service-${i}`, "p", i % 2 ? "request" : "connection"));
  expect(text(many)).toBe("kind:(request OR connection)");
});
