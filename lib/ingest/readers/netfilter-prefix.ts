import type { Action, Connection } from "../../model/connection";

/** What the administrator wrote before the packet: the kernel itself logs no verdict. */
export function readPrefix(written: string): Pick<Connection, "action" | "engineRule" | "engineRuleId" | "engineReason"> {
  // Ubiquiti and VyOS: [set-rule-verdict] or [set-verdict-rule], the verdict as a letter.
  const set =
    /\[(?:ipv[46]-)?([^\]\s]{1,128}?)-(?:([0-9]{1,10}|default)-([ADRB])|([ADRB]|RET)-([0-9]{1,10}))\](?: ?DESCR="([^"]{1,256})")?/.exec(
      written,
    );
  if (set)
    return {
      action: letters[set[3] ?? set[4] ?? ""] ?? "unknown",
      engineRule: set[1],
      engineRuleId: set[2] ?? set[5],
      engineReason: set[6],
    };
  const rule = written.replace(/^[\s[]+|[\s\]:=-]+$/g, "");
  return { action: wordAction(rule), engineRule: rule === "" ? undefined : rule };
}

const letters: Record<string, Action> = { A: "allowed", RET: "allowed", D: "denied", R: "denied", B: "denied" };

/** Between other words, apart by whatever is no letter: DROP_INPUT, FINAL_REJECT, UFW BLOCK, Shorewall:net2fw:DROP. */
function wordAction(rule: string): Action {
  if (/(?:^|[^a-z])(?:drop(?:ped)?|reject(?:ed)?|den(?:y|ied)|block(?:ed)?)(?![a-z])/i.test(rule)) return "denied";
  return /(?:^|[^a-z])(?:accept(?:ed)?|allow(?:ed)?|pass(?:ed)?|permit(?:ted)?)(?![a-z])/i.test(rule) ? "allowed" : "unknown";
}
