import { may, type Permission, type Role } from "@/lib/model/role";

export interface Place {
  href: string;
  label: string;
  /** `g` and this letter go there. */
  letter?: string;
  permission: Permission;
  /** Name in components/shell/icons. */
  icon: string;
}

export interface Section {
  label?: string;
  places: Place[];
}

const place = (href: string, label: string, icon: string, permission: Permission, letter?: string): Place =>
  letter ? { href, label, icon, permission, letter } : { href, label, icon, permission };

const homes: Record<Exclude<Role, "admin">, Place> = {
  engineer: place("/engineer", "Batch runs", "engineer", "engineer:view", "h"),
  legal: place("/legal", "Data abroad", "legal", "legal:view", "l"),
  ciso: place("/ciso", "Conformity", "ciso", "ciso:view", "o"),
  auditor: place("/auditor", "Evidence", "auditor", "auditor:view", "a"),
};

const see = [
  place("/connections", "Connections", "connections", "connection:read", "c"),
  place("/runs", "Runs", "runs", "run:read", "r"),
  place("/destinations", "Destinations", "destinations", "connection:read", "d"),
];
const judge = [
  place("/findings", "Findings", "findings", "finding:read", "f"),
  place("/policy", "Policy", "policy", "policy:read", "p"),
  place("/registers", "Registers", "registers", "register:read", "e"),
  place("/audit", "Audit runs", "audit", "finding:read", "u"),
  place("/journal", "Journal", "journal", "journal:read", "j"),
];
const keep = [
  place("/sources", "Sources", "sources", "source:read", "s"),
  place("/mapping", "Workload mapping", "mapping", "mapping:read", "m"),
  place("/people", "People", "people", "person:manage"),
  place("/settings", "Settings", "settings", "setting:read"),
];

/** Where a role's work goes first; what is not named keeps its order behind it. */
const first: Record<Role, readonly string[]> = {
  engineer: ["/engineer", "/runs", "/connections", "/destinations"],
  legal: ["/legal", "/registers", "/destinations", "/findings"],
  ciso: ["/ciso", "/findings", "/policy"],
  auditor: ["/auditor", "/journal", "/policy"],
  admin: ["/ciso", "/engineer", "/legal", "/auditor"],
};

/** Pages that ask for more than the section that they are in. */
const stricter: readonly (readonly [RegExp, Permission])[] = [
  [/^\/policy\/edit$/, "policy:publish"],
  [/^\/sources\/(?:new|[^/]+\/fields)$/, "source:manage"],
];

/** What a page asks for, by its address: a page checks for itself, this lets a refusal be an answer of its own (403) before anything is sent. */
export function permissionOf(path: string): Permission | undefined {
  const within = [...Object.values(homes), ...see, ...judge, ...keep].find((p) => path === p.href || path.startsWith(`${p.href}/`));
  return stricter.find(([page]) => page.test(path))?.[1] ?? within?.permission;
}

/** The navigation of a role: its own work first, then what else it may see, then what is set up. */
export function sectionsOf(role: Role): Section[] {
  const open = (places: Place[]) => places.filter((p) => may({ role }, p.permission));
  const all = open([...Object.values(homes), ...see, ...judge]);
  const work = first[role].flatMap((href) => all.find((p) => p.href === href) ?? []);
  const rest = all.filter((p) => !work.includes(p));
  return [{ places: work }, { label: "Look further", places: rest }, { label: "Set up", places: open(keep) }].filter(
    (s) => s.places.length > 0,
  );
}
