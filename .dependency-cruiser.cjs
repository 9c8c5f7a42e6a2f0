// Which way imports go (ARCHITECTURE.md). A test plants a forbidden import and expects this to fail.
const pure = "^lib/(model|query|policy)/";
const rooms = ["ingest", "audit", "govern", "report", "deliver"];
const notTypes = { dependencyTypesNot: ["type-only"] };
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } } },
    { name: "no-orphan-import", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "model-is-the-ground",
      severity: "error",
      from: { path: "^lib/model/" },
      to: { path: "^lib/(?!model/)|^(app|components|bin|scripts)/" },
    },
    {
      name: "query-and-policy-know-the-model",
      severity: "error",
      from: { path: "^lib/(query|policy)/" },
      to: { path: "^lib/(?!model/|query/|policy/)|^(app|components|bin|scripts)/" },
    },
    {
      name: "pure-rooms-have-no-io",
      severity: "error",
      from: { path: "^lib/(model|query|policy|ingest/formats|audit/rules)/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"], pathNot: "^(node:)?(url|buffer)$" },
    },
    {
      name: "formats-and-rules-are-pure",
      severity: "error",
      from: { path: "^lib/(ingest/formats|audit/rules)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^lib/(db|access|enrich|report|govern|deliver)/|^lib/env" },
    },
    ...rooms.map((room) => ({
      name: `${room}-meets-no-other-room`,
      severity: "error",
      from: { path: `^lib/${room}/`, pathNot: "\\.test\\.ts$" },
      to: { path: `^lib/(${rooms.filter((r) => r !== room).join("|")})/` },
    })),
    {
      name: "db-knows-no-room",
      severity: "error",
      from: { path: "^lib/db/", pathNot: "\\.test\\.ts$" },
      to: { path: `^lib/(${rooms.join("|")}|access)/` },
    },
    {
      name: "enrich-and-access-below-rooms",
      severity: "error",
      from: { path: "^lib/(enrich|access)/", pathNot: "\\.test\\.ts$" },
      to: { path: `^lib/(${rooms.join("|")})/` },
    },
    { name: "lib-knows-no-roots", severity: "error", from: { path: "^lib/" }, to: { path: "^(app|components|bin|scripts)/" } },
    {
      name: "lib-knows-no-next",
      severity: "error",
      from: { path: "^lib/", pathNot: "^lib/access/session\\.ts$|^lib/access/next-auth\\.ts$" },
      to: { path: "^node_modules/(next|react|react-dom|next-auth)/" },
    },
    { name: "components-import-no-app", severity: "error", from: { path: "^components/" }, to: { path: "^(app|bin|scripts)/" } },
    {
      name: "components-take-lib-as-types",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^lib/", pathNot: pure, ...notTypes },
    },
    {
      name: "only-db-knows-prisma-and-pg",
      severity: "error",
      from: { path: "^(lib|app|components|bin)/", pathNot: "^lib/db/" },
      to: { path: "^node_modules/(@prisma|prisma|pg|pg-copy-streams)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "lib/db/generated|^\\.next" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { conditionNames: ["import", "require", "node", "default", "types"], exportsFields: ["exports"] },
  },
};
