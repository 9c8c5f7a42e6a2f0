import type { Action } from "../../model/connection";

const words: [RegExp, Action][] = [
  [
    /^(?:not[ _-]?blocked|would[ _-]?(?:block|deny)|alert|detect|monitor|warn|report|observ|audit|log(?:ged)?(?:[ _-]?only)?$|suspicious)/,
    "alerted",
  ],
  [
    /^(?:not[ _-]?(?:allowed|permitted)|den(?:y|ied)|block|drop|reject|refus|reset|discard|terminat|prevent|quarantin|clean|delet|sinkhol|ban(?:ned)?$|kill|intercept|disallow|forbid|abort)/,
    "denied",
  ],
  [
    /^(?:allow|permit|accept|pass|forward|bypass|trust|open|built|build|clos|connect|establish|start|end(?:ed)?$|encrypt|decrypt|exempt|proxied|tunnel|continue|let)/,
    "allowed",
  ],
];

/** What the words of engines of every make mean; undefined where they mean no decision. */
export function decisionOf(text: string | undefined): Action | undefined {
  const word = text?.trim().toLowerCase();
  return word === undefined || word === "" ? undefined : words.find(([pattern]) => pattern.test(word))?.[1];
}
