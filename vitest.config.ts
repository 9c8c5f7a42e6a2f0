import os from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

const alias = { "@": import.meta.dirname, "server-only": path.join(import.meta.dirname, "node_modules/server-only/empty.js") };
export default defineConfig({
  resolve: { alias },
  test: {
    // Tests of the database wait for other processes more than they compute; by itself vitest leaves a processor idle.
    maxWorkers: os.availableParallelism() + 1,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          environment: "node",
          include: ["lib/**/*.test.ts", "components/**/*.test.ts", "bin/**/*.test.ts", "scripts/**/*.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "catalogue",
          environment: "node",
          include: ["tests/catalogue/**/*.test.ts", "tests/conformance/**/*.test.ts"],
          testTimeout: 120_000,
        },
      },
      // One real PostgreSQL for all, a database a file (tests/db/database.ts).
      {
        resolve: { alias },
        test: {
          name: "db",
          environment: "node",
          include: ["tests/db/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          globalSetup: "tests/db/server.ts",
        },
      },
    ],
  },
});
