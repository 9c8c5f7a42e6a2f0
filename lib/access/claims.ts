import { type Role, roles } from "../model/role";

// With several, the one that can do the most.
const strongest: readonly Role[] = ["admin", "ciso", "legal", "auditor", "engineer"];

/** The role an identity provider's claim gives: one of ours by name, bare or as `waybill-<role>` or `waybill:<role>`. */
export function roleFromClaim(claim: unknown): Role | undefined {
  const given = (Array.isArray(claim) ? claim : typeof claim === "string" ? claim.split(/[\s,]+/) : [])
    .filter((value): value is string => typeof value === "string")
    .map((value) => value.toLowerCase().replace(/^waybill[-:_/]/, ""));
  return strongest.find((role) => roles.includes(role) && given.includes(role));
}

/** A claim inside the profile by its path, e.g. `realm_access.roles`; own members only. */
export function claimAt(profile: unknown, path: string): unknown {
  let value: unknown = profile;
  if (typeof profile === "object" && profile !== null && Object.hasOwn(profile, path)) return (profile as Record<string, unknown>)[path];
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
