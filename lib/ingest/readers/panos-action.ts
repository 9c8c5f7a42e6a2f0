import type { Action } from "../../model/connection";

const words: Record<string, Action> = {
  allow: "allowed",
  continue: "allowed",
  override: "allowed",
  alert: "alerted",
  deny: "denied",
  drop: "denied",
  block: "denied",
  sinkhole: "denied",
  "drop-icmp": "denied",
  "drop-all": "denied",
  "drop-all-packets": "denied",
  "drop-packet": "denied",
  "drop-reset": "denied",
  "random-drop": "denied",
  "reset-both": "denied",
  "reset-client": "denied",
  "reset-server": "denied",
  "block-ip": "denied",
  "block-url": "denied",
  "block-continue": "denied",
  "block-override": "denied",
  "override-lockout": "denied",
  "syncookie-sent": "alerted",
  forward: "alerted",
  "wildfire-upload-success": "alerted",
  "wildfire-upload-skip": "alerted",
};

/**
 * What PAN-OS did. A session whose subtype is deny or drop matched a rule that forbids it, whatever the action says
 * (the default of the rule's application, or of the interface); one that a security profile ended says so in the reason.
 */
export function panosAction(type: string, subtype: string | undefined, action: string | undefined): Action {
  if (type === "TRAFFIC" && (subtype === "deny" || subtype === "drop")) return "denied";
  return words[action?.toLowerCase().replace(/[ _]/g, "-") ?? ""] ?? "unknown";
}
