import fs from "node:fs";
import path from "node:path";
import type { Permission } from "../../lib/model/role";

/** What an entry point asks for: a permission, somebody signed in, a source's token, or nothing. */
export type Needs = Permission | "signed-in" | "token" | "public";

/** Every page. A page that is not here fails access.spec.ts, and so does a line without a page. */
export const pages: Record<string, Needs> = {
  "/": "signed-in",
  "/sign-in": "public",
  "/setup/[token]": "public",
  "/engineer": "engineer:view",
  "/legal": "legal:view",
  "/ciso": "ciso:view",
  "/auditor": "auditor:view",
  "/connections": "connection:read",
  "/connections/[id]": "connection:read",
  "/runs": "run:read",
  "/runs/[id]": "run:read",
  "/destinations": "connection:read",
  "/destinations/[host]": "connection:read",
  "/findings": "finding:read",
  "/findings/[id]": "finding:read",
  "/audit": "finding:read",
  "/audit/[id]": "finding:read",
  "/policy": "policy:read",
  "/policy/edit": "policy:publish",
  "/policy/[version]": "policy:read",
  "/registers": "register:read",
  "/registers/recipients": "register:read",
  "/sources": "source:read",
  "/sources/new": "source:manage",
  "/sources/[id]": "source:read",
  "/sources/[id]/fields": "source:manage",
  "/mapping": "mapping:read",
  "/people": "person:manage",
  "/journal": "journal:read",
  "/settings": "setting:read",
};

/** Every route handler, by method. */
export const handlers: Record<string, Needs> = {
  "GET /api/health": "public",
  // The land of the world map, made by the build.
  "GET /land.svg": "public",
  "GET /api/ready": "public",
  "GET /api/auth/[...nextauth]": "public",
  "POST /api/auth/[...nextauth]": "public",
  "GET /api/ingest/[source]": "token",
  "POST /api/ingest/[source]": "token",
  "OPTIONS /api/ingest/[source]": "token",
  "POST /v1/logs": "token",
  "POST /v1/traces": "token",
  "POST /api/runs": "run:manage",
  "POST /api/marks": "run:manage",
  "GET /api/sources/[id]/arrivals": "source:read",
  "GET /api/audit/[id]/progress": "finding:read",
  "GET /api/export/[kind]": "connection:export",
  "POST /registers/export": "register:export",
  "GET /connections/rows": "connection:read",
  "GET /connections/values": "connection:read",
  "GET /connections/[id]/record": "connection:read",
};

/** Every server action, as `file#name` below app/. */
export const actions: Record<string, Needs> = {
  "setup/[token]/actions#setUp": "public",
  "(console)/people/actions#invite": "person:manage",
  "(console)/people/actions#editPerson": "person:manage",
  "(console)/people/actions#makeResetLink": "person:manage",
  "(console)/people/actions#endSessions": "person:manage",
  "(console)/sources/actions#addSource": "source:manage",
  "(console)/sources/actions#editSource": "source:manage",
  "(console)/sources/actions#rotateToken": "source:manage",
  "(console)/sources/actions#previewRejected": "quarantine:replay",
  "(console)/sources/actions#replayRejected": "quarantine:replay",
  "(console)/sources/[id]/fields/actions#readPastedLines": "source:manage",
  "(console)/sources/[id]/fields/actions#previewFields": "source:manage",
  "(console)/sources/[id]/fields/actions#keepFields": "source:manage",
  "(console)/mapping/actions#saveMappingAction": "mapping:manage",
  "(console)/mapping/actions#removeMapping": "mapping:manage",
  "(console)/runs/actions#saveWindow": "run:manage",
  "(console)/runs/actions#removeWindow": "run:manage",
  "(console)/settings/actions#saveRetention": "setting:manage",
  "(console)/settings/actions#takeSampleAway": "sample:remove",
  "(console)/connections/actions#readRaw": "connection:read-raw",
  "(console)/findings/actions#runAudit": "audit:run",
  "(console)/findings/actions#triage": "finding:triage",
  "(console)/policy/actions#askPolicy": "policy:read",
  "(console)/policy/actions#confirmRuleAction": "rule:confirm",
  "(console)/policy/actions#publishPolicyAction": "policy:publish",
  "(console)/registers/actions#saveDataEntryAction": "register:manage",
  "(console)/registers/actions#removeDataEntryAction": "register:manage",
  "(console)/registers/actions#saveRecipientAction": "register:manage",
  "(console)/registers/actions#removeRecipientAction": "register:manage",
  "(console)/settings/webhook-actions#putWebhook": "setting:manage",
  "(console)/settings/webhook-actions#removeWebhook": "setting:manage",
  "(console)/settings/webhook-actions#tryWebhook": "setting:manage",
  "(console)/settings/webhook-actions#sendAgain": "setting:manage",
  "(console)/settings/webhook-actions#putOutgoingRanges": "setting:manage",
};

const root = path.resolve(import.meta.dirname, "../..");

/** An address for a route's pattern; ids are made up, since the permission is asked before they are looked at. */
export const addressOf = (route: string): string =>
  route
    .replace("[...nextauth]", "session")
    .replace("[version]", "1")
    .replace("[host]", "api.nowhere.example")
    .replace("[kind]", "csv")
    .replace("[source]", "nowhere")
    .replace(/\[\w+\]/g, "1");

function filesOf(name: string, dir = path.join(root, "app")): string[] {
  return fs.readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) return filesOf(name, file);
    return entry.name === name ? [file] : [];
  });
}

const routeOf = (file: string): string =>
  `/${path
    .relative(path.join(root, "app"), path.dirname(file))
    .split(path.sep)
    .filter((part) => !part.startsWith("("))
    .join("/")}`;

export const foundPages = (): string[] => filesOf("page.tsx").map(routeOf);

export const foundHandlers = (): string[] =>
  filesOf("route.ts").flatMap((file) => {
    const text = fs.readFileSync(file, "utf8");
    const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter((m) =>
      new RegExp(`export (async function|function|const) ${m}\\b|as ${m}\\b`).test(text),
    );
    return methods.map((method) => `${method} ${routeOf(file)}`);
  });

export interface BuiltAction {
  id: string;
  name: string;
  /** A page that the action can be called on. */
  page: string;
}

interface Manifest {
  node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
}

/** The actions that the build made callable, whoever imports them. */
export function foundActions(): BuiltAction[] {
  const dist = path.join(root, process.env.WAYBILL_DIST_DIR ?? ".next");
  const manifest = JSON.parse(fs.readFileSync(path.join(dist, "server/server-reference-manifest.json"), "utf8")) as Manifest;
  return Object.entries(manifest.node).map(([id, { filename, exportedName, workers }]) => {
    const worker = Object.keys(workers)[0]!
      .replace(/^app\//, "")
      .replace(/\/?page$/, "");
    const page = `/${worker
      .split("/")
      .filter((part) => !part.startsWith("("))
      .join("/")}`;
    return { id, name: `${filename.replace(/^app\//, "").replace(/\.tsx?$/, "")}#${exportedName}`, page: addressOf(page) };
  });
}
