import type { Role } from "@/lib/model/role";

export const roleNames: Record<Role, string> = {
  engineer: "Engineer",
  legal: "Legal",
  ciso: "Security lead",
  auditor: "Auditor",
  admin: "Administrator",
};

export const roleSentences: Record<Role, string> = {
  engineer: "Batch runs, connections with their raw lines, mappings and rules of their teams.",
  legal: "Data abroad and the register of recipients.",
  ciso: "Conformity over time; publishes the policy.",
  auditor: "Reads everything, changes nothing.",
  admin: "Everything, with people, sources and settings.",
};
