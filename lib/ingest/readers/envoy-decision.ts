import type { Action, Connection } from "../../model/connection";
import type { EnvoyFields } from "./envoy-fields";
import { unlisted } from "./istio-names";

// Response flags: https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage#response-flags
const refused = new Set([
  "NR",
  "UAEX",
  "RL",
  "RLSE",
  "NoRouteFound",
  "UnauthorizedExternalService",
  "RateLimited",
  "RateLimitServiceError",
]);
const unanswered = new Set([
  ...refused,
  ...["UH", "UF", "UO", "NC", "NFCF", "DPE", "LH", "IH", "OM", "DF", "FI"],
  ...[
    "NoHealthyUpstream",
    "UpstreamConnectionFailure",
    "UpstreamOverflow",
    "NoClusterFound",
    "DownstreamProtocolError",
    "DnsResolutionFailed",
  ],
]);
/** Ended early: whether the far end answered cannot be told from it. */
const cut = new Set([
  "UT",
  "UC",
  "UR",
  "URX",
  "LR",
  "DC",
  "SI",
  "DT",
  "UMSDR",
  "UPE",
  "UpstreamRequestTimeout",
  "UpstreamConnectionTermination",
]);

/** What Envoy did with a request or a connection, and whether the far end answered. */
export function readEnvoyDecision(c: Connection, f: EnvoyFields): void {
  const flags = (f.flags ?? "").split(",").map((flag) => flag.trim());
  const rbac = /rbac(?:_envoy)?_access_denied(?:_matched_policy\[(.{0,300})\])?/.exec(f.details ?? "");
  const blackHole = f.upstreamCluster === "BlackHoleCluster" || f.routeName === "block_all";
  const action: Action = rbac || blackHole || flags.some((flag) => refused.has(flag)) ? "denied" : "allowed";
  c.action = action;
  if (rbac?.[1] && rbac[1] !== "none") c.engineRule = rbac[1];
  else if (unlisted.has(f.upstreamCluster ?? "")) c.engineRule = f.upstreamCluster;
  else if (f.routeName === "block_all") c.engineRule = f.routeName;
  const reason = [f.flags, f.details === "via_upstream" ? undefined : f.details].filter((text) => text !== undefined).join(" ");
  if (reason !== "") c.engineReason = reason;
  if (action === "denied" || flags.some((flag) => unanswered.has(flag)) || f.upstreamHost === undefined) c.answered = false;
  else if (f.serviceTime !== undefined || (c.kind === "connection" && (c.bytesIn ?? 0) > 0)) c.answered = true;
  else if (c.kind === "request" && c.status !== undefined && !flags.some((flag) => cut.has(flag))) c.answered = true;
}
