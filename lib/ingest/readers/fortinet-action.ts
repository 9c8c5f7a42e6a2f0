import type { Action } from "../../model/connection";

const denied =
  /^(?:den(?:y|ied)|block(?:ed)?|block-.*|drop(?:ped)?|drop_session|reset.*|reject(?:ed)?|clear_session|redirect|quarantin.*|ban(?:ned)?|infected)$/;
const alerted = /^(?:detected|log-only|log_only|monitor(?:ed)?|alert|warning|warn)$/;

/**
 * The decision in a traffic line. `close`, the resets, `timeout` and `ip-conn` say how a permitted session ended; a
 * security profile may have cut it in between.
 */
export function trafficAction(action: string | undefined, utmAction: string | undefined): Action {
  const word = action?.toLowerCase() ?? "";
  if (/^(?:den(?:y|ied)|block(?:ed)?|drop(?:ped)?|reject(?:ed)?)$/.test(word)) return "denied";
  if (utmAction !== undefined && /^(?:block|deny|reset|drop)/i.test(utmAction)) return "denied";
  // A proxy's transaction has no other decision.
  if (word === "" && /^(?:allow|passthrough|monitor|userbrowsed)/i.test(utmAction ?? "")) return "allowed";
  return /^(?:accept|close|client-rst|server-rst|timeout|ip-conn|start|dns|permit|allow|pass|ssl-vpn|ipsec)$/.test(word)
    ? "allowed"
    : "unknown";
}

/** The decision of a security profile. */
export function profileAction(action: string | undefined): Action {
  const word = action?.toLowerCase() ?? "";
  if (denied.test(word)) return "denied";
  if (alerted.test(word)) return "alerted";
  return /^(?:pass.*|permit(?:ted)?|allow(?:ed)?|accept|exempt|bypass|filtered|close|ip-conn|start|log|resign-.*|re-sign-.*)$/.test(word)
    ? "allowed"
    : "unknown";
}
