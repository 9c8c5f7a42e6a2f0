/** A line of a comparison; numbers from 1, absent on the side that lacks it. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  before?: number;
  after?: number;
}

// Edits that are looked for before the middle is shown as taken out and put in whole.
const MOST_EDITS = 2000;

/** The shortest way from one text to another, line by line (Myers 1986). */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before.split("\n");
  const b = after.split("\n");
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const same = (i: number, j: number): DiffLine => ({ kind: "same", text: a[i]!, before: i + 1, after: j + 1 });
  const middle = steps(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  let i = head;
  let j = head;
  return [
    ...a.slice(0, head).map((_, n) => same(n, n)),
    ...middle.map((kind): DiffLine => {
      if (kind === "same") return same(i++, j++);
      return kind === "removed" ? { kind, text: a[i]!, before: ++i } : { kind, text: b[j]!, after: ++j };
    }),
    ...Array.from({ length: tail }, (_, n) => same(a.length - tail + n, b.length - tail + n)),
  ];
}

function steps(a: readonly string[], b: readonly string[]): DiffLine["kind"][] {
  const whole = (): DiffLine["kind"][] => [...a.map(() => "removed" as const), ...b.map(() => "added" as const)];
  if (a.length === 0 || b.length === 0) return whole();
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const trail: Int32Array[] = [];
  let reach = new Int32Array(2 * most + 3);
  const zero = most + 1;
  for (let d = 0; d <= most; d++) {
    trail.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && reach[zero + k - 1]! < reach[zero + k + 1]!) ? reach[zero + k + 1]! : reach[zero + k - 1]! + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[zero + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(trail, d, a.length, b.length, zero);
    }
    reach = reach.slice();
  }
  return whole();
}

function walkBack(trail: readonly Int32Array[], last: number, n: number, m: number, zero: number): DiffLine["kind"][] {
  const out: DiffLine["kind"][] = [];
  let x = n;
  let y = m;
  for (let d = last; d > 0; d--) {
    const reach = trail[d]!;
    const k = x - y;
    const isDown = k === -d || (k !== d && reach[zero + k - 1]! < reach[zero + k + 1]!);
    const from = isDown ? k + 1 : k - 1;
    const px = reach[zero + from]!;
    while (x > px && y > px - from) {
      out.push("same");
      x--;
      y--;
    }
    out.push(isDown ? "added" : "removed");
    x = px;
    y = px - from;
  }
  while (x > 0) {
    out.push("same");
    x--;
  }
  return out.reverse();
}

/** Runs of changes with their surroundings; what is left out between them is counted. */
export function hunks(lines: readonly DiffLine[], around = 3): { skipped: number; lines: DiffLine[] }[] {
  const out: { skipped: number; lines: DiffLine[] }[] = [];
  let shownTo = 0;
  for (let i = 0; i < lines.length; i++) {
    if (lines[i]!.kind === "same") continue;
    const from = Math.max(i - around, shownTo);
    const to = Math.min(i + around + 1, lines.length);
    const last = out.at(-1);
    if (last && from === shownTo) last.lines.push(...lines.slice(from, to));
    else out.push({ skipped: from - shownTo, lines: lines.slice(from, to) });
    shownTo = Math.max(shownTo, to);
  }
  return out;
}
