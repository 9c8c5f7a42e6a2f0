import type { View } from "../view";
import { auditorFindings } from "./auditor-findings";
import { auditorImports } from "./auditor-imports";
import { auditorJournal } from "./auditor-journal";
import { auditorPolicy } from "./auditor-policy";
import { auditorRules } from "./auditor-rules";
import { auditorSources } from "./auditor-sources";
import { cisoActivity } from "./ciso-activity";
import { cisoBlocked } from "./ciso-blocked";
import { cisoConfirmations } from "./ciso-confirmations";
import { cisoConformity } from "./ciso-conformity";
import { cisoCoverage } from "./ciso-coverage";
import { cisoUnits } from "./ciso-units";
import { cisoViolations } from "./ciso-violations";
import { destinationActivity } from "./destination-activity";
import { destinationCallers } from "./destination-callers";
import { destinationList } from "./destination-list";
import { destinationObservations } from "./destination-observations";
import { engineerChanges } from "./engineer-changes";
import { engineerDenied } from "./engineer-denied";
import { engineerNew } from "./engineer-new";
import { engineerRetries } from "./engineer-retries";
import { engineerRuns } from "./engineer-runs";
import { legalBasis } from "./legal-basis";
import { legalGeo } from "./legal-geo";
import { legalMap } from "./legal-map";
import { legalNew } from "./legal-new";
import { legalTransfers } from "./legal-transfers";

/** Every view, one line each. */
export const views: readonly View[] = [
  auditorFindings,
  auditorImports,
  auditorJournal,
  auditorPolicy,
  auditorRules,
  auditorSources,
  cisoActivity,
  cisoBlocked,
  cisoConfirmations,
  cisoConformity,
  cisoCoverage,
  cisoUnits,
  cisoViolations,
  destinationActivity,
  destinationCallers,
  destinationList,
  destinationObservations,
  engineerChanges,
  engineerDenied,
  engineerNew,
  engineerRetries,
  engineerRuns,
  legalBasis,
  legalGeo,
  legalMap,
  legalNew,
  legalTransfers,
];
