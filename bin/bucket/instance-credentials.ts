import fs from "node:fs/promises";
import type { Credentials } from "./credentials";

/** Nobody answers at these addresses outside of AWS. */
const WAIT_MS = 2_000;
const METADATA = "http://169.254.169.254/latest";

interface Place {
  containerUri?: string;
  containerTokenFile?: string;
  containerToken?: string;
  /** AWS_EC2_METADATA_DISABLED. */
  isMetadataDisabled: boolean;
}

/** Of the role of the container (ECS, EKS), else of the instance. */
export async function instanceCredentials(place: Place): Promise<Credentials | undefined> {
  if (place.containerUri) return containerCredentials(place.containerUri, place);
  return place.isMetadataDisabled ? undefined : imds();
}

async function containerCredentials(uri: string, place: Place): Promise<Credentials | undefined> {
  const token = place.containerTokenFile ? (await fs.readFile(place.containerTokenFile, "utf8")).trim() : place.containerToken;
  const answer = await ask(uri, { headers: token ? { authorization: token } : {} });
  return answer === undefined ? undefined : parse(answer);
}

/** Instance metadata, version 2: a token first. */
async function imds(): Promise<Credentials | undefined> {
  const token = await ask(`${METADATA}/api/token`, { method: "PUT", headers: { "x-aws-ec2-metadata-token-ttl-seconds": "300" } });
  if (!token) return undefined;
  const headers = { "x-aws-ec2-metadata-token": token };
  const roles = `${METADATA}/meta-data/iam/security-credentials/`;
  const role = (await ask(roles, { headers }))?.split("\n")[0]?.trim();
  const answer = role && (await ask(roles + encodeURIComponent(role), { headers }));
  return answer ? parse(answer) : undefined;
}

async function ask(url: string, init: RequestInit): Promise<string | undefined> {
  try {
    const response = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(WAIT_MS) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

function parse(text: string): Credentials | undefined {
  const c = readJson(text);
  if (typeof c.AccessKeyId !== "string" || typeof c.SecretAccessKey !== "string") return undefined;
  return {
    accessKeyId: c.AccessKeyId,
    secretAccessKey: c.SecretAccessKey,
    sessionToken: typeof c.Token === "string" ? c.Token : undefined,
    expires: Date.parse(String(c.Expiration)) || undefined,
  };
}

function readJson(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
