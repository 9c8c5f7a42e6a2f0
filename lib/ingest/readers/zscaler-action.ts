import type { Action } from "../../model/connection";

/** Of the words for what the service did: a caution page counts as blocked until somebody goes on, then the request is allowed. */
export function nssAction(...words: (string | undefined)[]): Action {
  let action: Action = "unknown";
  for (const word of words) {
    if (word === undefined) continue;
    if (/block|drop|reset|den[iy]|caution|reject/i.test(word)) return "denied";
    if (/allow|isolat|redir|resolv|override/i.test(word)) action = "allowed";
  }
  return action;
}
