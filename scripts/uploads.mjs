// Bodies of each kind through the production server, and whether every line of them arrived.
//   npm run uploads [MB ...]        15, 50 and 200 when none is named
import path from "node:path";
import { fail, node, root } from "./steps.mjs";
import { withServer } from "./with-server.mjs";

await withServer({ name: "uploads", port: Number(process.env.WAYBILL_UPLOADS_PORT ?? 3211) }, async ({ child, env }) => {
  const args = ["--import", "tsx", "--conditions=react-server", path.join(root, "scripts/uploads/send.ts"), String(child.pid)];
  await node([...args, ...process.argv.slice(2)], { env, show: true });
}).catch(fail);
