import { Problem } from "./problem";

/** Who is acting: a signed-in person, or the machine itself (schedules, the command line on the database). */
export interface Actor {
  id: string;
  name: string;
  role: Role;
  /** Teams whose workloads the person works on; an engineer sees these and what is granted besides. */
  teams: readonly string[];
}

export const roles = ["engineer", "legal", "ciso", "auditor", "admin"] as const;
export type Role = (typeof roles)[number];

const everyone = roles;
const editors: readonly Role[] = ["engineer", "ciso", "admin"];

/**
 * The whole of who may do what, on one screen; anything not named is denied. A permission is `noun:verb`.
 * What an engineer sees of connections, runs and findings is further narrowed to their teams (access/scope).
 */
export const grants = {
  "engineer:view": ["engineer", "auditor", "admin"],
  "legal:view": ["legal", "auditor", "admin"],
  "ciso:view": ["ciso", "auditor", "admin"],
  "auditor:view": ["auditor", "admin"],

  "connection:read": everyone,
  "connection:read-raw": ["engineer", "auditor", "admin"],
  "connection:export": everyone,
  "run:read": everyone,
  "run:manage": ["engineer", "admin"],
  "finding:read": everyone,
  "finding:triage": ["engineer", "legal", "ciso", "admin"],
  "audit:run": editors,
  "policy:read": everyone,
  "policy:publish": ["ciso", "admin"],
  "rule:confirm": editors,
  "source:read": everyone,
  "source:manage": ["admin"],
  "source:unmask": ["admin"],
  "quarantine:read": ["engineer", "auditor", "admin"],
  "quarantine:replay": ["engineer", "admin"],
  "mapping:read": everyone,
  "mapping:manage": ["engineer", "admin"],
  "register:read": ["legal", "ciso", "auditor", "admin"],
  "register:manage": ["legal", "admin"],
  "register:export": ["legal", "auditor", "admin"],
  "journal:read": ["auditor", "admin"],
  "evidence:export": ["auditor", "ciso", "admin"],
  "person:manage": ["admin"],
  "setting:read": ["auditor", "admin"],
  "setting:manage": ["admin"],
  "sample:remove": ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof grants;

export function may(actor: Pick<Actor, "role">, permission: Permission): boolean {
  return (grants[permission] as readonly Role[]).includes(actor.role);
}

/** The first line of every verb and view. @throws {Problem} forbidden, naming the permission. */
export function guard(actor: Pick<Actor, "role">, permission: Permission): void {
  if (!may(actor, permission)) throw new Problem("forbidden", `Your role (${actor.role}) does not hold ${permission}.`, { permission });
}

/** The home each role lands on. */
export const homeOf: Record<Role, string> = { engineer: "/engineer", legal: "/legal", ciso: "/ciso", auditor: "/auditor", admin: "/ciso" };
