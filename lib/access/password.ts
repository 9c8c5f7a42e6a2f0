import { type Algorithm, hash, verify } from "@node-rs/argon2";
import { Problem } from "../model/problem";

// OWASP's second choice of argon2id parameters: 19 MiB, two passes, one lane.
const options = { algorithm: 2 satisfies Algorithm, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hashes a password that {@link checkPassword} has let through. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password.normalize("NFKC"), options));

// Of a random text nobody knows: an unknown account takes as long as a known one.
let nobody: Promise<string> | undefined;

/** @param known the stored hash; absent for an unknown account, which is refused after the same work. */
export async function verifyPassword(known: string | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword(crypto.randomUUID());
  const against = known ?? (await nobody);
  const matches = await inTurn(() => verify(against, password.normalize("NFKC")).catch(() => false));
  return matches && known !== undefined;
}

// Each takes 19 MiB and a core for a moment: two at once, and a queue that ends.
let running = 0;
const waiting: (() => void)[] = [];
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= 2) {
    if (waiting.length >= 50)
      throw new Problem("too-many", "Too many sign-ins at this moment. Try again in a few seconds.", { retryAfter: 5 });
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

export const shortestPassword = 12;
const longestPassword = 256;

// Bases of the most used passwords; a password is obvious when little else remains beside one.
const obvious = [
  "password",
  "passwort",
  "passw0rd",
  "p@ssw0rd",
  "p@ssword",
  "welcome",
  "willkommen",
  "letmein",
  "changeme",
  "administrator",
  "admin",
  "qwertyuiop",
  "qwertzuiop",
  "qwerty",
  "qwertz",
  "asdfghjkl",
  "zxcvbnm",
  "1q2w3e4r5t",
  "1qaz2wsx3edc",
  "iloveyou",
  "monkey",
  "dragon",
  "football",
  "baseball",
  "superman",
  "sunshine",
  "princess",
  "trustno1",
  "secret",
  "default",
  "waybill",
  "correcthorsebatterystaple",
];

/** Length is what counts; the obvious is refused. @throws {Problem} invalid, on field `password`. */
export function checkPassword(password: string, about: readonly string[] = []): void {
  const refuse = (why: string): never => {
    throw new Problem("invalid", why, { field: "password" });
  };
  const length = [...password].length;
  if (length < shortestPassword) refuse(`The password needs at least ${shortestPassword} characters; this one has ${length}.`);
  if (length > longestPassword) refuse(`The password may have at most ${longestPassword} characters.`);
  const folded = password.normalize("NFKC").toLowerCase();
  if (new Set(folded).size < 5) refuse("The password repeats too few characters.");
  if (isSequence(folded)) refuse("The password is a sequence that is tried first.");
  const own = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length >= 4);
  let rest = folded;
  for (const word of [...obvious, ...own].sort((a, b) => b.length - a.length)) rest = rest.replaceAll(word, "");
  if (rest.replace(/[^\p{L}\p{N}]/gu, "").replace(/(19|20)\d\d|123\d*/g, "").length < 4)
    refuse("The password is one of the first that are tried.");
}

function isSequence(text: string): boolean {
  let steps = 0;
  for (let i = 1; i < text.length; i++) if (Math.abs(text.charCodeAt(i) - text.charCodeAt(i - 1)) === 1) steps++;
  return steps >= text.length - 2;
}
