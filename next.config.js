/** Headers that every response carries, errors and redirects included; the nonce CSP of pages comes from proxy.ts. */
const headers = [
  // What the proxy never sees (redirects of the router, /api, odd paths) may load nothing; pages get their own from proxy.ts.
  { key: "Content-Security-Policy", value: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=()" },
];

/** @type {import("next").NextConfig} */
export default {
  distDir: process.env.WAYBILL_DIST_DIR ?? ".next",
  output: process.env.NEXT_OUTPUT === "standalone" ? "standalone" : undefined,
  // Types are a stage of `npm test`; checking them again would double the time of a build.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Arguments may be passwords.
  logging: { serverFunctions: false },
  // getActor(permission) answers 403 by forbidden().
  experimental: { authInterrupts: true },
  images: { unoptimized: true },
  serverExternalPackages: ["pg", "pg-copy-streams", "@node-rs/argon2", "@prisma/client", "@prisma/adapter-pg"],
  headers: async () => [{ source: "/:path*", headers }],
};
