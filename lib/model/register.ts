/** As whom the other side receives data. */
export const recipientRoles = ["processor", "controller", "joint-controller", "internal"] as const;

/** On what a transfer rests (GDPR chapter V); `none-needed` where nothing leaves the area of the law. */
export const recipientBases = ["adequacy", "scc", "bcr", "derogation", "none-needed"] as const;

export const roleWords: Record<string, string> = {
  processor: "Processor",
  controller: "Controller",
  "joint-controller": "Joint controller",
  internal: "Internal",
};

export const basisWords: Record<string, string> = {
  adequacy: "Adequacy decision",
  scc: "Standard clauses",
  bcr: "Binding corporate rules",
  derogation: "Derogation",
  "none-needed": "None needed",
};
