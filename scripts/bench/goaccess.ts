import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Squid's own format. GoAccess's SQUID is the same behind a syslog header. */
const format = ["--log-format=%x.%^ %~%L %h %^/%s %b %m %U", "--date-format=%s", "--time-format=%s"];

/**
 * Lines a second of GoAccess, from its start to its report: it counts a log and stores nothing.
 *
 * @returns undefined where it is not installed.
 * @throws {Error} when it did not count every line.
 */
export function measureGoAccess(log: Buffer, lines: number, program = "goaccess"): number | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "waybill-goaccess-"));
  try {
    const [file, report] = [path.join(folder, "access.log"), path.join(folder, "report.json")];
    fs.writeFileSync(file, log);
    const from = performance.now();
    const run = spawnSync(program, [file, ...format, "--no-global-config", "--no-progress", "-o", report], {
      stdio: ["ignore", "pipe", "pipe"],
      encoding: "utf8",
    });
    const seconds = (performance.now() - from) / 1000;
    if ((run.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") return undefined;
    if (run.error) throw run.error;
    if (run.status !== 0) throw new Error(`goaccess ended with ${run.status ?? run.signal}:\n${run.stdout}${run.stderr}`);
    const { valid_requests: counted } = (JSON.parse(fs.readFileSync(report, "utf8")) as { general: { valid_requests: number } }).general;
    if (counted !== lines) throw new Error(`goaccess counted ${counted} of ${lines} lines.`);
    return lines / seconds;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
