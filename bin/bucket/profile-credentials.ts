import fs from "node:fs/promises";
import type { Credentials } from "./credentials";

/** A profile of the shared credentials file. */
export async function profileCredentials(file: string, profile: string): Promise<Credentials | undefined> {
  const text = await fs.readFile(file, "utf8").catch(() => "");
  const values = new Map<string, string>();
  let section = "";
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line);
    if (header) section = header[1]!;
    const at = line.indexOf("=");
    if (section === profile && at > 0 && !/^\s*[#;]/.test(line))
      values.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  const accessKeyId = values.get("aws_access_key_id");
  const secretAccessKey = values.get("aws_secret_access_key");
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken: values.get("aws_session_token") } : undefined;
}
