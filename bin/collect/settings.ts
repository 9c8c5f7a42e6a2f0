import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { parse } from "../../lib/access/parse";
import { env } from "../../lib/env";
import { sourceName } from "../../lib/govern/source-shape";
import { parseCidr } from "../../lib/model/address";
import { Problem } from "../../lib/model/problem";
import { parseEndpoint } from "./endpoint";

const MIB = 1024 * 1024;
const seconds = (least: number, most: number) => z.number().min(least).max(most);
const endpoint = z.string().transform((text, context) => {
  const found = parseEndpoint(text);
  if (found) return found;
  context.addIssue("an address and a port are needed, such as 127.0.0.1:5514, [::1]:5514, or 5514 for loopback");
  return z.NEVER;
});
const cidr = z.string().refine((text) => parseCidr(text) !== undefined, "a network such as 10.0.0.0/8, without host bits, or an address");
const framing = z.enum(["auto", "octet-counted", "newline"]);

const listener = z
  .strictObject({
    udp: endpoint.optional(),
    tcp: endpoint.optional(),
    tls: endpoint.optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    clientCa: z.string().optional(),
    framing: framing.default("auto"),
    source: sourceName.optional(),
    senders: z.record(cidr, sourceName).optional(),
  })
  .refine((l) => [l.udp, l.tcp, l.tls].filter(Boolean).length === 1, "one of udp, tcp and tls is needed")
  .refine((l) => !l.tls || (l.cert !== undefined && l.key !== undefined), "tls needs cert and key, files in PEM")
  .refine((l) => l.tls || (l.cert ?? l.key ?? l.clientCa) === undefined, "cert, key and clientCa go with tls")
  .refine((l) => l.source !== undefined || l.senders !== undefined, "source is needed, or senders")
  .refine((l) => !l.udp || l.framing === "auto", "a datagram is one message; framing goes with tcp and tls");

const shape = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, "")),
    spool: z.string(),
    spoolMaxMiB: z
      .number()
      .min(1)
      .max(1024 * 1024)
      .default(1024),
    every: seconds(0.1, 3600).default(5),
    sync: seconds(0.01, 60).default(1),
    maxConnections: z.int().min(1).max(100_000).default(512),
    idle: seconds(1, 7 * 86_400).default(3600),
    sources: z.record(
      sourceName,
      z
        .strictObject({ token: z.string().min(1).optional(), tokenFile: z.string().optional() })
        .refine((s) => (s.token === undefined) !== (s.tokenFile === undefined), "token or tokenFile is needed"),
    ),
    listen: z.array(listener).min(1, "something to listen on is needed: udp, tcp or tls"),
  })
  .superRefine((settings, context) => {
    for (const [i, l] of settings.listen.entries())
      for (const name of [l.source, ...Object.values(l.senders ?? {})])
        if (name !== undefined && !Object.hasOwn(settings.sources, name))
          context.addIssue({ code: "custom", path: ["listen", i], message: `the source ${name} is not among sources` });
  });

export type Settings = Omit<z.output<typeof shape>, "sources"> & { sources: ReadonlyMap<string, string>; segmentBytes: number };
export type ListenerSettings = Settings["listen"][number];

/** Bytes of one batch: worth a transaction, and small enough for any proxy once it is compressed. */
const SEGMENT_BYTES = 4 * MIB;

/** What was asked for, by a file or by the command line. @throws {Problem} naming the field. */
export function readSettings(given: object): Settings {
  const { sources, ...settings } = parse(shape, { url: env.url, spool: defaultSpool(), ...given });
  return {
    ...settings,
    segmentBytes: Math.min(SEGMENT_BYTES, (settings.spoolMaxMiB * MIB) / 4),
    sources: new Map(Object.entries(sources).map(([name, s]) => [name, s.token ?? readText(s.tokenFile!).trim()])),
  };
}

export const defaultSpool = (): string => path.join(env.stateDir, "collect");

/** @throws {Problem} */
export function readConfig(file: string): object {
  try {
    const config: unknown = JSON.parse(readText(file));
    if (typeof config === "object" && config !== null) return config;
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem("invalid", `${file} is no JSON: ${(error as Error).message}`);
  }
  throw new Problem("invalid", `${file} holds no object.`);
}

function readText(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    throw new Problem("not-found", `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
