import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/** A file of whole lines, which no longer changes: what is delivered, under a key of its own. */
export interface Segment {
  /** Orders segments by age, and is unique for ever: the app knows a batch by it. */
  name: string;
  bytes: number;
}

const OPEN = ".open";
const WHOLE = ".log";
const ASIDE = "refused";
let last = 0;

/** A clock that was set back must not bring a later segment before an earlier one of this process. */
export function newSegmentName(): string {
  last = Math.max(last + 1, Date.now());
  return `${String(last).padStart(14, "0")}-${randomUUID()}`;
}

export const openPath = (folder: string, name: string): string => path.join(folder, name + OPEN);
export const wholePath = (folder: string, name: string): string => path.join(folder, name + WHOLE);
export const asidePath = (folder: string, name: string): string => path.join(folder, ASIDE, name + WHOLE);

/**
 * What an earlier process left, oldest first. A segment that it had open was delivered to nobody yet: it is cut behind
 * its last whole line and is then as any other.
 */
export function recoverSegments(folder: string): { segments: Segment[]; tornBytes: number } {
  fs.mkdirSync(path.join(folder, ASIDE), { recursive: true, mode: 0o700 });
  let tornBytes = 0;
  for (const file of fs.readdirSync(folder)) {
    if (!file.endsWith(OPEN)) continue;
    const from = path.join(folder, file);
    const { size } = fs.statSync(from);
    const whole = endOfLastLine(from, size);
    tornBytes += size - whole;
    if (whole === 0) {
      fs.unlinkSync(from);
      continue;
    }
    if (whole < size) fs.truncateSync(from, whole);
    fs.renameSync(from, wholePath(folder, file.slice(0, -OPEN.length)));
  }
  return { segments: filesOf(folder), tornBytes };
}

/** Bytes of segments that the app refused, and that somebody is to look at. */
export const bytesAside = (folder: string): number => filesOf(path.join(folder, ASIDE)).reduce((sum, { bytes }) => sum + bytes, 0);

const filesOf = (folder: string): Segment[] =>
  fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(WHOLE))
    .sort()
    .map((file) => ({ name: file.slice(0, -WHOLE.length), bytes: fs.statSync(path.join(folder, file)).size }));

/** Read from its end: a segment's last line is no longer than a few blocks. */
function endOfLastLine(file: string, size: number): number {
  const fd = fs.openSync(file, "r");
  try {
    const block = Buffer.alloc(64 * 1024);
    for (let to = size; to > 0; ) {
      const from = Math.max(0, to - block.length);
      const read = fs.readSync(fd, block, 0, to - from, from);
      const at = block.subarray(0, read).lastIndexOf(10);
      if (at >= 0) return from + at + 1;
      to = from;
    }
    return 0;
  } finally {
    fs.closeSync(fd);
  }
}
