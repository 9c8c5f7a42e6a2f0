/** The only reader of process.env. Everything the program may be told from outside is on this page. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const number = (name: string, fallback: number): number => {
  const value = process.env[name];
  if (value === undefined || value === "") return fallback;
  const n = Number(value);
  if (!Number.isFinite(n)) throw new Error(`${name} must be a number.`);
  return n;
};

export const env = {
  get databaseUrl(): string {
    const url = this.knownDatabaseUrl;
    if (!url) throw new Error("DATABASE_URL is not set. `npm run demo` starts a database of its own; see docs/how-to/deploy.md.");
    return url;
  },
  /** DATABASE_URL, else that of the embedded server as the start-up scripts leave it in the state folder. */
  get knownDatabaseUrl(): string | undefined {
    if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
    try {
      return fs.readFileSync(path.join(this.stateDir, "database-url"), "utf8").trim() || undefined;
    } catch {
      return undefined;
    }
  },
  /** What the command line shows as its token where none is given. */
  get token(): string | undefined {
    return process.env.WAYBILL_TOKEN || undefined;
  },
  /** The installation's folder; the command line says so when it is called from elsewhere. */
  get root(): string {
    return process.env.WAYBILL_ROOT ?? process.cwd();
  },
  /** Where keys and other state outside the database rest. */
  get stateDir(): string {
    return process.env.WAYBILL_STATE_DIR ?? path.join(this.root, ".waybill");
  },
  /** Public address of the app, e.g. https://waybill.example. Cookies, links and the Origin check follow it. */
  get url(): string {
    return process.env.WAYBILL_URL ?? process.env.NEXTAUTH_URL ?? `http://localhost:${process.env.PORT ?? "3000"}`;
  },
  /** Largest decoded HTTP body, bytes. */
  get maxBodyBytes(): number {
    return number("WAYBILL_MAX_BODY_MIB", 512) * 1024 * 1024;
  },
  /** Connections of the process to the database. */
  get poolSize(): number {
    return number("WAYBILL_POOL", 10);
  },
  /** Fixed "now" for the sample estate and its tests (RFC 3339); the real clock when absent. */
  get now(): Date | undefined {
    const value = process.env.WAYBILL_NOW;
    return value ? new Date(value) : undefined;
  },
  /** The user's own country databases; the bundled ones when absent. */
  get locationMmdb(): string | undefined {
    return process.env.WAYBILL_LOCATION_MMDB;
  },
  get operatorMmdb(): string | undefined {
    return process.env.WAYBILL_OPERATOR_MMDB;
  },
  get asnMmdb(): string | undefined {
    return process.env.WAYBILL_ASN_MMDB;
  },
  /** OpenID Connect: issuer, client id and secret; off when absent. */
  get oidc(): { issuer: string; clientId: string; clientSecret: string; rolesClaim: string } | undefined {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = process.env;
    return issuer && clientId && clientSecret
      ? { issuer, clientId, clientSecret, rolesClaim: process.env.OIDC_ROLES_CLAIM ?? "roles" }
      : undefined;
  },
  /** Credentials and place of S3-compatible storage, under the names of AWS's own tools. */
  get aws() {
    const e = process.env;
    const relative = e.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
    return {
      accessKeyId: e.AWS_ACCESS_KEY_ID,
      secretAccessKey: e.AWS_SECRET_ACCESS_KEY,
      sessionToken: e.AWS_SESSION_TOKEN,
      profile: e.AWS_PROFILE ?? "default",
      credentialsFile: e.AWS_SHARED_CREDENTIALS_FILE ?? path.join(os.homedir(), ".aws", "credentials"),
      roleArn: e.AWS_ROLE_ARN,
      webIdentityTokenFile: e.AWS_WEB_IDENTITY_TOKEN_FILE,
      containerUri: relative ? `http://169.254.170.2${relative}` : e.AWS_CONTAINER_CREDENTIALS_FULL_URI,
      containerToken: e.AWS_CONTAINER_AUTHORIZATION_TOKEN,
      containerTokenFile: e.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE,
      isMetadataDisabled: e.AWS_EC2_METADATA_DISABLED?.toLowerCase() === "true",
      region: e.AWS_REGION ?? e.AWS_DEFAULT_REGION,
      endpoint: e.AWS_ENDPOINT_URL_S3 ?? e.AWS_ENDPOINT_URL,
    };
  },
  get authSecret(): string | undefined {
    return process.env.NEXTAUTH_SECRET;
  },
  get isProduction(): boolean {
    return process.env.NODE_ENV === "production";
  },
};

/** next-auth reads its own address from the environment only; without it a forwarded host header would be believed. */
export function pointNextAuth(): void {
  process.env.NEXTAUTH_URL = env.url;
}
