/** One account a role with a random password, the same at each start of the demo. Prints them as JSON. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { verifyPassword } from "../lib/access/password";
import { systemActor } from "../lib/access/system";
import { closeDb, openDb } from "../lib/db/client";
import { findCredentials } from "../lib/db/person";
import { env } from "../lib/env";
import { createAccount } from "../lib/govern/create-account";
import { type Role, roles } from "../lib/model/role";

interface Account {
  role: Role;
  email: string;
  name: string;
  teams: string[];
  password: string;
}

const people: Record<Role, Pick<Account, "name" | "teams">> = {
  engineer: { name: "Erin Engineer", teams: ["*"] },
  legal: { name: "Lena Legal", teams: [] },
  ciso: { name: "Cyrus Ciso", teams: [] },
  auditor: { name: "Audra Auditor", teams: [] },
  admin: { name: "Ada Admin", teams: [] },
};

// No letter that reads like another.
const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
const password = (): string =>
  Array.from(randomBytes(20), (b, i) => (i > 0 && i % 5 === 0 ? "-" : "") + alphabet[b % alphabet.length]).join("");

const file = path.join(env.stateDir, "demo-accounts.json");
const kept = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Account[]) : undefined;
const accounts = kept ?? roles.map((role): Account => ({ role, email: `${role}@demo.example`, ...people[role], password: password() }));

const db = openDb(env.databaseUrl, 2);
try {
  for (const account of accounts) {
    const { email, name, role, teams } = account;
    const known = await findCredentials(db, email);
    if (known && (await verifyPassword(known.passwordHash, account.password))) continue;
    await createAccount(db, systemActor, { email, name, role, teams, password: account.password, sample: true });
  }
} finally {
  await closeDb(db);
}
fs.mkdirSync(env.stateDir, { recursive: true });
fs.writeFileSync(file, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
console.log(JSON.stringify(accounts));
