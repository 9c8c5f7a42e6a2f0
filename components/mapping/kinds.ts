import type { MappingKind } from "@/lib/enrich/workload";

export const kindNames: Record<MappingKind, string> = {
  cidr: "Network or address",
  interface: "Network interface",
  instance: "Instance",
  account: "Account",
  tag: "Tag",
  service: "Service name in the log",
};

export const kindHints: Record<MappingKind, string> = {
  cidr: "10.20.0.0/16, 2001:db8:5::/48, or one address",
  interface: "As the flow log names it, e.g. eni-0a1b2c3d4e5f67890",
  instance: "As the log names it, e.g. i-0a1b2c3d4e5f67890",
  account: "The account's or project's id in the log",
  tag: "key=value, as the log carries it",
  service: "What the log calls the service, to give it its name here",
};

/** By what an unmapped caller would be recognised. */
export function guessKind(name: string): MappingKind {
  if (/^eni-/.test(name)) return "interface";
  if (/^i-[0-9a-f]+$/.test(name)) return "instance";
  if (/^\d{12}$/.test(name)) return "account";
  return /^[0-9a-f.:]+$/i.test(name) ? "cidr" : "service";
}
