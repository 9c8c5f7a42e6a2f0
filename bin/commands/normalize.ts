import { createReadStream, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { ReadOptions } from "../../lib/ingest/format";
import { findFormat, formats } from "../../lib/ingest/formats/index";
import { toEcs } from "../../lib/report/ecs";
import { toOcsf } from "../../lib/report/ocsf";
import { type Command, Usage } from "../command";
import { answerRecords } from "../normalize/answer-records";
import { convertFile } from "../normalize/convert-file";
import type { Printer } from "../normalize/printer";

const printers: Record<string, Printer> = {
  waybill: (connection) => connection,
  ecs: (connection) => toEcs(connection),
  ocsf: (connection, format) => toOcsf(connection, format?.name),
};

export const command: Command = {
  name: "normalize",
  summary: "turn log lines into records, without a database",
  usage: `usage: waybill normalize --format FORMAT|auto [OPTION ...] [FILE]

Reads a log (FILE or standard input, plain, gzip or zstd) and writes one JSON line per connection.

  --format ID        one of the ids below, or auto
  --as KIND          waybill (the default), ecs or ocsf
  --timezone ZONE    UTC offset or IANA zone of times written without one
  --fields TEXT      column order, header line, logformat or field mapping, where the format lets you
                     choose; @FILE reads it from a file
  --received-at TIME when the log was received (RFC 3339), for logs without a year; goes before
                     what a record says of it
  --records          input is NDJSON of { "record": ..., "options": { ... } }, answered line by line:
                     a record, { "skipped": reason, ... } or { "rejected": reason }

Formats: ${formats.map((f) => f.id).join(", ")}`,
  async run(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: "string" },
        as: { type: "string", default: "waybill" },
        timezone: { type: "string" },
        fields: { type: "string" },
        "received-at": { type: "string" },
        records: { type: "boolean", default: false },
      },
    });
    const print = Object.hasOwn(printers, values.as) ? printers[values.as] : undefined;
    if (!print) throw new Usage(`--as is one of ${Object.keys(printers).join(", ")}`);
    if (!values.format) throw new Usage("--format is needed: an id, or auto");
    if (positionals.length > 1) throw new Usage("one file at a time");
    const format = values.format === "auto" ? undefined : findFormat(values.format);
    if (values.format !== "auto" && !format) throw new Usage(`there is no format ${JSON.stringify(values.format)}`);
    const receivedAt = values["received-at"] === undefined ? undefined : Date.parse(values["received-at"]);
    if (Number.isNaN(receivedAt)) throw new Usage("--received-at is a time as RFC 3339 writes it");
    const options: ReadOptions = { timezone: values.timezone, fields: told(values.fields), receivedAt };
    const wrong = format?.wrongIn?.(options);
    if (wrong !== undefined) throw new Usage(`--fields: ${wrong}`);
    const body = open(positionals[0]);
    return values.records ? answerRecords(body, format, options, print) : convertFile(body, format, options, print);
  },
};

const told = (fields: string | undefined): string | undefined => (fields?.startsWith("@") ? readFileSync(fields.slice(1), "utf8") : fields);

function open(file: string | undefined): AsyncIterable<Uint8Array> {
  return file === undefined || file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 });
}
