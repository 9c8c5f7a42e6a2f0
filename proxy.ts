import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/env";

/**
 * Content-Security-Policy with a nonce of the request, and a convenience: nobody signed in goes to /sign-in.
 * Nothing is protected here (several kinds of address pass it by); lib/access does that on every page, action and route.
 */
export function proxy(request: NextRequest) {
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
  const policy = contentSecurityPolicy(nonce);
  const { pathname, search } = request.nextUrl;
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set("x-nonce", nonce);
  headers.set("x-path", pathname);
  const guest = !request.cookies.has("next-auth.session-token") && !request.cookies.has("__Secure-next-auth.session-token");
  // Only where somebody navigates: what a page fetches is answered 401 by its own route.
  const navigates = request.method === "GET" && (request.headers.get("accept") ?? "").includes("text/html");
  const response =
    guest && navigates && !isPublic(pathname)
      ? NextResponse.redirect(new URL(signInPath(pathname + search), env.url))
      : NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  if (env.url.startsWith("https:")) response.headers.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return response;
}

const isPublic = (path: string): boolean => path === "/sign-in" || path.startsWith("/setup/");
const signInPath = (from: string): string => (from === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`);

function contentSecurityPolicy(nonce: string): string {
  const development = !env.isProduction;
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${development ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    // Charts place their parts by style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    `form-action 'self'${env.oidc ? ` ${new URL(env.oidc.issuer).origin}` : ""}`,
    "frame-ancestors 'none'",
    ...(env.url.startsWith("https:") ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

// Receivers are left out: a body behind a proxy is cut at 10 MB without an error. So are all of /api, /v1 and static files.
export const config = { matcher: ["/((?!api/|v1/|_next/|icon\\.svg|favicon\\.ico|robots\\.txt|apple-icon).*)"] };
