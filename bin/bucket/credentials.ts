import fs from "node:fs/promises";
import { env } from "../../lib/env";
import { Problem } from "../../lib/model/problem";
import { instanceCredentials } from "./instance-credentials";
import { profileCredentials } from "./profile-credentials";
import { webIdentityCredentials } from "./web-identity-credentials";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** Milliseconds since the epoch. */
  expires?: number;
}

/** Credentials that end are renewed this long before. */
const RENEW_MS = 5 * 60_000;

/** Where AWS's own tools look, in their order: environment, web identity, profile, container, instance. */
export class CredentialChain {
  #current: Credentials | undefined;

  constructor(private readonly region: string) {}

  /** @throws {Problem} saying where credentials may be. */
  async get(): Promise<Credentials> {
    const current = this.#current;
    if (current && (current.expires === undefined || current.expires - Date.now() > RENEW_MS)) return current;
    const found = await this.#find();
    if (!found)
      throw new Problem(
        "unauthenticated",
        "No credentials for the bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is given.",
      );
    this.#current = found;
    return found;
  }

  /** They were refused: others may be there by now. */
  forget(): void {
    this.#current = undefined;
  }

  async #find(): Promise<Credentials | undefined> {
    const { aws } = env;
    if (aws.accessKeyId && aws.secretAccessKey)
      return { accessKeyId: aws.accessKeyId, secretAccessKey: aws.secretAccessKey, sessionToken: aws.sessionToken };
    if (aws.webIdentityTokenFile && aws.roleArn)
      return webIdentityCredentials(aws.roleArn, await fs.readFile(aws.webIdentityTokenFile, "utf8"), this.region);
    return (await profileCredentials(aws.credentialsFile, aws.profile)) ?? instanceCredentials(aws);
  }
}
