/** The four ways a request of a person can fail that the person can act on. */
export const problemCodes = ["invalid", "forbidden", "not-found", "conflict"] as const;
/** What transports need besides: 401, 413, 415, 429, 503. */
export const transportCodes = ["unauthenticated", "too-large", "unsupported", "too-many", "unavailable"] as const;
export type ProblemCode = (typeof problemCodes)[number] | (typeof transportCodes)[number];

export const problemStatus: Record<ProblemCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "too-large": 413,
  unsupported: 415,
  "too-many": 429,
  unavailable: 503,
};

const titles: Record<ProblemCode, string> = {
  invalid: "The request is not valid",
  unauthenticated: "Sign-in or a token is needed",
  forbidden: "Not permitted",
  "not-found": "Not found",
  conflict: "It conflicts with what is there",
  "too-large": "The body is too large",
  unsupported: "The content is not of a supported kind",
  "too-many": "Too many requests",
  unavailable: "Not available at the moment",
};

/** A failure the caller can act on (RFC 9457). The detail names the place and never a secret value. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    /** Where: a field, a line, a header; and anything else the caller may use (RFC 9457 extension members). */
    readonly at: Record<string, string | number | undefined> = {},
  ) {
    super(detail);
  }

  get status(): number {
    return problemStatus[this.code];
  }

  /** The RFC 9457 body. */
  toJSON(): Record<string, unknown> {
    return { type: `urn:waybill:problem:${this.code}`, title: titles[this.code], status: this.status, detail: this.detail, ...this.at };
  }
}
