import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Format } from "../../lib/ingest/format";
import { ecs } from "../../lib/ingest/formats/ecs";
import { ocsfInput } from "../../lib/ingest/formats/ocsf-input";
import type { Connection } from "../../lib/model/connection";
import { toEcs } from "../../lib/report/ecs";
import { toOcsf } from "../../lib/report/ocsf";

const fixtures = path.join(import.meta.dirname, "../fixtures");
const found = readdirSync(fixtures).flatMap((id) => {
  const entries = JSON.parse(readFileSync(path.join(fixtures, id, "expected.json"), "utf8")) as { found?: Connection[] }[];
  return entries.flatMap((entry) => entry.found ?? []);
});
/** What both schemas have a field for, whatever the kind. */
const kept = ["srcIp", "dstIp", "srcPort", "dstPort", "protocol", "bytesOut", "bytesIn", "packetsOut", "packetsIn"] as const;

function readBack(format: Format, document: object): Connection | string {
  let answer: Connection | string = "nothing";
  format.open({}).read(JSON.stringify(document), {
    found: (connection) => {
      answer = connection;
    },
    skip: (reason) => {
      answer = reason;
    },
    reject: (reason) => {
      answer = `rejected: ${reason}`;
    },
  });
  return answer;
}

test.each([
  ["ECS", ecs, toEcs],
  ["OCSF", ocsfInput, toOcsf],
] as const)("what is printed as %s is read back as it was", (_, format, print) => {
  let compared = 0;
  for (const connection of found) {
    const answer = readBack(format, print(connection));
    if (typeof answer === "string") {
      expect(answer).not.toMatch(/^rejected/);
      continue;
    }
    compared++;
    for (const field of kept) expect(answer[field], `${field} of ${JSON.stringify(connection)}`).toEqual(connection[field]);
    if (connection.action === "denied" || connection.action === "allowed") expect(answer.action).toBe(connection.action);
  }
  expect(compared).toBeGreaterThan(0.9 * found.length);
});
