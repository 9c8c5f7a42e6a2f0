import type { AnyRule } from "../rule";
import { bandwidthAboveBaseline } from "./bandwidth-above-baseline";
import { contradictedName } from "./contradicted-name";
import { defaultDenyHits } from "./default-deny-hits";
import { rejectingSource } from "./rejecting-source";
import { retryStorm } from "./retry-storm";
import { ruleOverdueOrOwnerless } from "./rule-overdue-or-ownerless";
import { silentSource } from "./silent-source";
import { slowExfiltration } from "./slow-exfiltration";
import { unapprovedCountry } from "./unapproved-country";
import { unlistedDestination } from "./unlisted-destination";
import { weakTls } from "./weak-tls";

/** The catalogue: a rule is one file and one line here. */
export const rules: readonly AnyRule[] = [
  unlistedDestination,
  defaultDenyHits,
  bandwidthAboveBaseline,
  slowExfiltration,
  retryStorm,
  unapprovedCountry,
  contradictedName,
  ruleOverdueOrOwnerless,
  weakTls,
  silentSource,
  rejectingSource,
];
