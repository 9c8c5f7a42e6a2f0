import { parse } from "tldts";
import type { Rule } from "../model/policy";
import type { Lint, Say } from "./lint";
import { asks } from "./match";
import { readPattern } from "./pattern";
import { portCount } from "./precedence";
import { sharedDomains, sharedHosts } from "./shared-hosts";

/** Destinations wider than their writer may have meant. Denying too much is not this lint's matter. */
export const lintDestinations: Lint = (policy, _context, say) => {
  for (const rule of policy.rules) {
    if (rule.effect === "deny") continue;
    lintHosts(rule, say);
    const { to } = rule;
    if (!to.host && !to.cidr && !to.region && !to.asn) {
      const isAnybody = !asks(rule.from.service) && !asks(rule.from.environment) && !asks(rule.from.team) && !rule.from.tags;
      const [severity, who] = isAnybody ? (["error", "every caller"] as const) : (["warning", "its callers"] as const);
      say(rule, severity, "any-destination", ["to"], `It allows ${who} every destination.`, "Name hosts, ranges or regions under `to`.");
    }
    const hasPorts = !to.protocol || to.protocol.some((p) => ["tcp", "udp", "sctp", "dccp", "udplite"].includes(p));
    if (hasPorts && portCount(to.port) >= 65_535)
      say(rule, "warning", "any-port", ["to.port", "to"], "It allows every port.", "Add `port: 443`, or whichever it is.");
    for (const [i, cidr] of (to.cidr ?? []).entries())
      if (!to.host && cidr.endsWith("/0"))
        say(rule, "error", "any-address", [`to.cidr.${i}`, "to.cidr"], `${cidr} is every address.`, "Name the ranges that are needed.");
  }
};

function lintHosts(rule: Rule, say: Say): void {
  for (const [i, pattern] of (rule.to.host ?? []).entries()) {
    const paths = [`to.host.${i}`, "to.host"];
    const { form, name } = readPattern(pattern);
    const { publicSuffix, domain, isPrivate } = parse(name, { allowPrivateDomains: true });
    if (form === "exact") {
      const why = sharedHosts[name] ?? (name === publicSuffix && isPrivate ? "its names are for rent" : undefined);
      if (why)
        say(
          rule,
          "warning",
          "multi-tenant",
          paths,
          `Anybody can receive data at ${name}: ${why}.`,
          "Say in `reason` why that is acceptable, or use a name of one tenant.",
        );
    } else if (name === publicSuffix && isPrivate)
      say(rule, "warning", "multi-tenant", paths, `Anybody can register a name under ${name}.`, "Name the tenant's own host.");
    else if (name === publicSuffix)
      say(rule, "error", "public-suffix", paths, `Anybody can register a domain under ${name}.`, "Name the domain that is meant.");
    else if (sharedDomains.includes(name))
      say(
        rule,
        "warning",
        "multi-tenant",
        paths,
        `Names under ${name} are for rent to anybody.`,
        "Name the service or the tenant's own host.",
      );
    else if (name === domain)
      say(
        rule,
        "warning",
        "root-domain",
        paths,
        `It allows every name under ${name}, the whole of that organisation.`,
        "Name the hosts, or a sub-domain that is needed.",
      );
  }
}
