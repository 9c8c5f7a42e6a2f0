import { defineFormat } from "../format";
import { Callers } from "../readers/callers";
import { carriedRecords } from "../readers/carried";
import { readEcsDocument } from "../readers/ecs-document";
import { type JsonObject, textOf } from "../readers/json";
import { member } from "../readers/member";
import { Reject, Skip, tell, tellAll } from "../readers/outcome";

export const ecs = defineFormat({
  id: "ecs",
  name: "Elastic Common Schema (ECS) documents",
  reference: "https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html",
  guide: "ocsf-ecs",
  generic: true,
  counts: "what the logger counts: source.bytes are the initiator's, destination.bytes the responder's",
  kinds: ["connection", "request", "query", "handshake"],
  engine: true,
  personal: ["full_name", "user.name", "user.email", "user.full_name", "mac", "command_line", "args", "executable"],
  detect: (head) => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.some((line) => carries(line, isEcs)) && lines.every((line) => carries(line, isEcs) || isBulk(line));
  },
  open({ receivedAt }) {
    const callers = new Callers();
    return {
      read(unit, emit) {
        const line = unit.trim();
        if (line === "" || isBulk(line)) return tell(emit, new Skip(line === "" ? "an empty line" : "an action of the bulk API"));
        const records = carriedRecords(line, isDocument);
        if (!records) return tell(emit, new Reject("the line is no JSON"));
        if (records.length === 0) return tell(emit, new Skip("a list without documents"));
        const documents = records.map(sourceOf);
        const outcomes = documents.map((document) =>
          isDocument(document) ? readEcsDocument(document, callers, receivedAt) : new Reject("@timestamp, source: neither is there"),
        );
        tellAll(emit, outcomes, documents.flatMap(personalOf));
      },
    };
  },
});

const carries = (line: string, test: (o: JsonObject) => boolean): boolean =>
  carriedRecords(line.trim(), isDocument)?.some((record) => test(sourceOf(record))) === true;

/** A hit of a search, and a line of a dump, keep the document under _source. */
function sourceOf(o: JsonObject): JsonObject {
  const source = o["_source"];
  return typeof source === "object" && source !== null && !Array.isArray(source) ? (source as JsonObject) : o;
}

/** A name may be a person's or a server's: whose it is, its place says and not its key. */
const personalPaths = [
  "source.domain",
  "client.domain",
  "host.name",
  "host.hostname",
  "user.name",
  "source.user.name",
  "destination.user.name",
];
const personalOf = (o: JsonObject): string[] => personalPaths.flatMap((path) => textOf(member(o, path)) ?? []);

const ends = ["source.ip", "destination.ip", "client.ip", "source.address", "destination.address", "destination.domain", "url.domain"];

const isDocument = (o: JsonObject): boolean => {
  const document = sourceOf(o);
  return "@timestamp" in document || ends.some((path) => member(document, path) !== undefined);
};

/** Any JSON has a time and some a source: a document of ECS says its version, or sorts its event. */
const isEcs = (o: JsonObject): boolean =>
  "@timestamp" in o &&
  (member(o, "ecs.version") !== undefined || member(o, "event.kind") !== undefined || member(o, "event.category") !== undefined) &&
  // The line itself, where the document keeps it, is of a format that says more.
  !/\b(?:CEF|LEEF):/.test(String(member(o, "event.original") ?? "").slice(0, 600)) &&
  ends.some((path) => member(o, path) !== undefined);

const isBulk = (line: string): boolean => /^\{\s?"(?:index|create)"\s?:\s?\{[^{}]{0,500}\}\s?\}$/.test(line.trim());
