import dns from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import type { Db } from "../db/client";
import { findSetting } from "../db/setting";
import { type CidrTable, cidrSet } from "../model/address";
import { Problem } from "../model/problem";
import { literalAddress, refuseAddress, refuseUrl } from "../model/public-address";

export interface OutgoingCall {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Networks that may be called though they are not public. */
  allowed: CidrTable<true>;
  timeoutMs?: number;
}

const mostBytes = 64 * 1024;

/** Networks an administrator has listed; none unless somebody did. */
export async function readAllowedRanges(db: Db): Promise<CidrTable<true>> {
  const listed = await findSetting(db.prisma, "outgoing.ranges");
  return cidrSet(Array.isArray(listed) ? (listed as string[]) : []);
}

/**
 * The one way out: a POST to an address that was checked, after every address of the name was, and to no other. Redirects
 * are answers like any other; the whole call is bounded in time and size.
 *
 * @throws {Problem} invalid when it may not be called, unavailable when it cannot be.
 */
export async function callOut(call: OutgoingCall): Promise<{ status: number; body: string }> {
  const url = URL.parse(call.url);
  if (!url) throw new Problem("invalid", "The address is no URL.", { field: "url" });
  const refused = refuseUrl(url, call.allowed);
  if (refused) throw new Problem("invalid", refused, { field: "url" });
  const deadline = AbortSignal.timeout(call.timeoutMs ?? 10_000);
  const pinned = await resolve(url, call.allowed, deadline);
  return post(url, pinned, call, deadline);
}

/** Every address of the name must be allowed: the next lookup might choose another. */
async function resolve(url: URL, allowed: CidrTable<true>, deadline: AbortSignal): Promise<{ address: string; family: 4 | 6 }> {
  const literal = literalAddress(url);
  if (literal !== undefined) return { address: literal, family: literal.includes(":") ? 6 : 4 };
  const late = new Promise<never>((_, reject) => {
    deadline.addEventListener("abort", () => reject(new Problem("unavailable", "Its name did not resolve in time.")), { once: true });
  });
  const found = await Promise.race([dns.lookup(url.hostname, { all: true, verbatim: true }), late]).catch((error: unknown) => {
    throw error instanceof Problem ? error : new Problem("unavailable", "Its name does not resolve.");
  });
  for (const { address } of found) {
    const refused = refuseAddress(address, allowed);
    if (refused) throw new Problem("invalid", `The name leads elsewhere: ${refused}`, { field: "url" });
  }
  const first = found[0];
  if (!first) throw new Problem("unavailable", "Its name does not resolve.");
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

function post(
  url: URL,
  to: { address: string; family: 4 | 6 },
  call: OutgoingCall,
  deadline: AbortSignal,
): Promise<{ status: number; body: string }> {
  return new Promise((done, fail) => {
    const request = (url.protocol === "https:" ? https : http).request(url, {
      method: "POST",
      headers: { ...call.headers, "Content-Length": Buffer.byteLength(call.body) },
      // No pool: a kept connection was checked for another call.
      agent: false,
      signal: deadline,
      lookup: (_name, options, answer) =>
        options.all ? answer(null, [{ address: to.address, family: to.family }]) : answer(null, to.address, to.family),
    });
    request.on("error", (error) => fail(new Problem("unavailable", reasonOf(error as NodeJS.ErrnoException, deadline))));
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) {
          request.destroy();
          done({ status: response.statusCode ?? 0, body: "" });
        } else chunks.push(chunk);
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }));
      response.on("error", (error) => fail(new Problem("unavailable", reasonOf(error, deadline))));
    });
    request.end(call.body);
  });
}

function reasonOf(error: NodeJS.ErrnoException, deadline: AbortSignal): string {
  if (deadline.aborted) return "It did not answer in time.";
  if (error.code === "ECONNREFUSED") return "It refused the connection.";
  if (error.code === "ECONNRESET" || error.code === "EPIPE") return "It closed the connection before it answered.";
  if (error.code?.startsWith("ERR_TLS") || error.code?.includes("CERT") || error.code === "EPROTO")
    return "Its certificate was not accepted.";
  return "It could not be reached.";
}
