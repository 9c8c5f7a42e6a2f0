import { execFileSync } from "node:child_process";
import path from "node:path";

/** Brings the schema into an empty database, as `prisma migrate deploy` does for whoever runs the app. */
export function migrateTo(url: string, root: string): void {
  execFileSync(process.execPath, [path.join(root, "node_modules/prisma/build/index.js"), "migrate", "deploy"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, CHECKPOINT_DISABLE: "1" },
    stdio: "pipe",
  });
}
