import type { Action } from "../../model/connection";

/** What the appliance decided by which policies, and where the tag stands in the line. */
export interface AclTag {
  /** BLOCK_WEBCAT_12, DEFAULT_CASE_11 … */
  decision: string;
  policy?: string;
  /** The category of the URL, as the verdicts behind the tag have it. */
  category?: string;
  from: number;
  /** Where the verdicts end, and custom fields begin. */
  to: number;
}

const tag = /^[A-Z][A-Z_]{2,60}(?:_[0-9]{1,3})?-[^\s]{1,600}$/;

/** `DECISION-PolicyGroup-Identity-… <"C_cat",score,…>`: the decision, the groups of policies, and the verdicts of each scanner. */
export function readAclTag(line: string): AclTag | undefined {
  for (let open = line.indexOf(" <"); open > 0; open = line.indexOf(" <", open + 1)) {
    const from = line.lastIndexOf(" ", open - 1) + 1;
    const text = line.slice(from, open);
    if (!tag.test(text)) continue;
    const close = line.indexOf(">", open);
    const [decision = "", policy] = text.split("-", 2);
    const category = /^"?([A-Za-z]\w{0,40})"?,/.exec(line.slice(open + 2, open + 60))?.[1];
    return {
      decision,
      ...(policy !== undefined && policy !== "NONE" && { policy }),
      ...(category !== undefined && category !== "nc" && { category }),
      from,
      to: close < 0 ? line.length : close + 1,
    };
  }
  return undefined;
}

export const hasAclTag = (line: string): boolean => line.includes(" <") && readAclTag(line) !== undefined;

/**
 * What a decision did. A login that was asked for is none; what was monitored went through. Undefined where the tag
 * leaves it to the result code.
 */
export function aclAction(decision: string): Action | undefined {
  if (/^(?:BLOCK|DROP|DENY|REDIRECT)_/.test(decision)) return "denied";
  if (/^MONITOR_/.test(decision)) return "alerted";
  if (/^(?:ALLOW|PASSTHRU|DECRYPT|DEFAULT_CASE|SAAS_AUTH)/.test(decision)) return "allowed";
  return /^NO_(?:PASSWORD|AUTHORIZATION)/.test(decision) ? "none" : undefined;
}
