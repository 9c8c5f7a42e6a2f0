import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { env } from "../env";

/**
 * Secrets that must not rest in the database: a copy of it alone reveals no name, no rejected line and no session.
 * Each is 32 random bytes in `<state>/keys/<name>`, mode 0600, made on first use.
 */
const names = ["pseudonym", "sealing", "session", "signing"] as const;
export type KeyName = (typeof names)[number];

const held = globalThis as typeof globalThis & { waybillKeys?: Map<string, Buffer> };

export function getKey(name: KeyName): Buffer {
  held.waybillKeys ??= new Map();
  const file = path.join(env.stateDir, "keys", name);
  const known = held.waybillKeys.get(file);
  if (known) return known;
  const key = read(file) ?? make(file);
  held.waybillKeys.set(file, key);
  return key;
}

function read(file: string): Buffer | undefined {
  try {
    const key = Buffer.from(fs.readFileSync(file, "utf8").trim(), "base64");
    // A short file is a torn or foreign one; a new key in its place would orphan everything made with the old.
    if (key.length !== 32) throw new Error(`The key file ${path.basename(file)} is damaged: restore it from the backup.`);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function make(file: string): Buffer {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  fs.writeFileSync(draft, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx", flush: true });
  try {
    // link(2) fails when another process was first: then its key is the key.
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    fs.unlinkSync(draft);
  }
  return read(file)!;
}

/** Signs next-auth's cookies: the configured secret, else our own. */
export const sessionSecret = (): string => env.authSecret ?? getKey("session").toString("base64");

/** A stable stand-in for a personal value: the same everywhere in this installation, not to be turned back without the key. */
export const pseudonym = (kind: string, value: string): string =>
  `${kind}-${createHmac("sha256", getKey("pseudonym")).update(`${kind}\0${value}`).digest("base64url").slice(0, 16)}`;

const version = 1;

/** AES-256-GCM: version, 12 bytes nonce, 16 bytes tag, ciphertext. `about` binds it to its place and is not stored. */
export function seal(plain: Uint8Array, about = ""): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", getKey("sealing"), nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Uint8Array.from(Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), body]));
}

/** @throws {Error} when the bytes were altered, moved to another place, or sealed with another key. */
export function unseal(sealed: Uint8Array, about = ""): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== version || bytes.length < 29) throw new Error("These are no sealed bytes.");
  const decipher = createDecipheriv("aes-256-gcm", getKey("sealing"), bytes.subarray(1, 13), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(13, 29));
  return Uint8Array.from(Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]));
}

/** To what rejected lines of a source are bound. */
export const rejectSeal = (sourceId: number): string => `reject:${sourceId}`;
