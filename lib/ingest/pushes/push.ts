import type { Wrapping } from "../bodies/open-body";

/** A service that delivers by itself, in a protocol of its own. */
export interface Push {
  /** What the body is; without it the body is asked. */
  wrapping?: Wrapping;
  isFrom(headers: Headers): boolean;
  /** What a delivery is known by when it comes again, where a header says so. */
  key?(headers: Headers): string | undefined;
  /** The answer to what comes before any delivery. @throws {Problem} */
  greet?(request: Request): Promise<Response | undefined>;
  /** The answer to a delivery that is in; the account where the service reads none. */
  answer?(headers: Headers): Response;
  /** The answer that the service understands in place of the problem document. */
  fail?(headers: Headers, failure: Response): Promise<Response>;
}
