import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** How much nicer: of a processor that both want, who waits for a page gets nine tenths, and a log still comes in. */
const NICER = 10;
const NICEST = 19;

/**
 * Lets every other thread of the process go before the one that calls this. Only Linux knows a priority of a thread: elsewhere
 * it would be the whole process's, and nothing is done.
 */
export function giveWay(): void {
  if (process.platform !== "linux") return;
  try {
    const thread = Number(path.basename(fs.readlinkSync("/proc/thread-self")));
    os.setPriority(thread, Math.min(NICEST, os.getPriority(thread) + NICER));
  } catch {
    // Without /proc, or where no priority may be set, logs and pages share as they always did.
  }
}
