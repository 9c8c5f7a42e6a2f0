import { Problem } from "../../lib/model/problem";
import { awsHost } from "./bucket-address";
import type { Credentials } from "./credentials";
import { element } from "./object-list";

const WAIT_MS = 10_000;

/**
 * Of the role that a Kubernetes service account may take.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html @throws {Problem}
 */
export async function webIdentityCredentials(roleArn: string, token: string, region: string): Promise<Credentials> {
  const body = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: roleArn,
    RoleSessionName: "waybill",
    WebIdentityToken: token.trim(),
  });
  const host = awsHost("sts", region);
  const xml = await fetch(`https://${host}/`, { method: "POST", body, signal: AbortSignal.timeout(WAIT_MS) }).then(
    (response) => response.text(),
    () => {
      throw new Problem("unavailable", `Nothing answers at ${host}.`);
    },
  );
  const accessKeyId = element(xml, "AccessKeyId");
  const secretAccessKey = element(xml, "SecretAccessKey");
  if (!accessKeyId || !secretAccessKey)
    throw new Problem("unauthenticated", `The role ${roleArn} was not given (${element(xml, "Code") ?? "no reason told"}).`);
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken: element(xml, "SessionToken"),
    expires: Date.parse(element(xml, "Expiration") ?? ""),
  };
}
