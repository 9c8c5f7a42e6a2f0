import { expect, test } from "vitest";
import { readPrefix } from "./netfilter-prefix";

test.each([
  ["iptables DROP_INPUT: ", "denied", "iptables DROP_INPUT"],
  ["[UFW BLOCK] ", "denied", "UFW BLOCK"],
  ["[UFW AUDIT] ", "unknown", "UFW AUDIT"],
  ["Shorewall:net2fw:ACCEPT:", "allowed", "Shorewall:net2fw:ACCEPT"],
  ["FINAL_REJECT: ", "denied", "FINAL_REJECT"],
  // The word alone decides, not what begins or ends like it.
  ["DROPBOX out: ", "unknown", "DROPBOX out"],
  ["", "unknown", undefined],
])("%j is %s", (prefix, action, engineRule) => {
  expect(readPrefix(prefix)).toEqual({ action, engineRule });
});

test.each([
  ["[WAN_OUT-2000-A]", "allowed", "WAN_OUT", "2000"],
  ["[wan-lan-default-D]", "denied", "wan-lan", "default"],
  ["[LAN_IN-B-4001] ", "denied", "LAN_IN", "4001"],
  ["[LAN_IN-RET-2000] ", "allowed", "LAN_IN", "2000"],
  ["[ipv4-FWD-filter-10-R]", "denied", "FWD-filter", "10"],
])("%s names its set, rule and verdict", (prefix, action, engineRule, engineRuleId) => {
  expect(readPrefix(prefix)).toMatchObject({ action, engineRule, engineRuleId });
});
