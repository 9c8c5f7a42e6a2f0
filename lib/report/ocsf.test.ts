import { expect, test } from "vitest";
import type { Connection } from "../model/connection";
import { toOcsf } from "./ocsf";

const base: Connection = {
  kind: "connection",
  startTime: 1_772_323_200_000,
  srcIp: "10.1.2.3",
  srcPort: 40000,
  dstIp: "203.0.113.10",
  dstPort: 443,
  protocol: "tcp",
};

/** Attributes that the base event and network classes require. @see https://schema.ocsf.io */
const required = ["activity_id", "category_uid", "class_uid", "metadata", "severity_id", "time", "type_uid"];

test.each<[string, Connection, object]>([
  [
    "a flow",
    { ...base, bytesOut: 1, bytesIn: 2 },
    { class_uid: 4001, activity_id: 6, type_uid: 400106, traffic: { bytes: 3 }, action_id: 3 },
  ],
  [
    "a refused one",
    { ...base, action: "denied", engineRule: "r" },
    { class_uid: 4001, activity_id: 5, action_id: 2, disposition_id: 2, firewall_rule: { name: "r" } },
  ],
  ["an alerted one", { ...base, action: "alerted" }, { action_id: 1, disposition_id: 19 }],
  [
    "a request",
    { ...base, kind: "request", method: "get", url: "/a?b=c", dstHost: "api.example", status: 404 },
    {
      class_uid: 4002,
      activity_id: 3,
      http_request: { http_method: "GET", url: { hostname: "api.example", path: "/a", query_string: "b=c" } },
      http_response: { code: 404 },
    },
  ],
  [
    "a query",
    { ...base, kind: "query", dns: { question: "a.example", type: "A", responseCode: "NXDOMAIN" } },
    { class_uid: 4003, activity_id: 2, rcode_id: 3, rcode: "NXDomain", query: { hostname: "a.example" } },
  ],
])("%s", (_, connection, expected) => {
  const doc = toOcsf(connection, "some log");
  for (const name of required) expect(doc, name).toHaveProperty(name);
  expect(doc).toMatchObject(expected);
  expect(doc.type_uid).toBe((doc.class_uid as number) * 100 + (doc.activity_id as number));
});

test("absent stays absent", () => {
  const doc = toOcsf({ kind: "connection", startTime: 1 });
  for (const name of ["traffic", "actor", "tls", "app_name", "firewall_rule"]) expect(doc).not.toHaveProperty(name);
});
