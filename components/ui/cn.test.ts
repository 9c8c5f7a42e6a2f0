import fs from "node:fs";
import path from "node:path";
import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./cn";

const root = path.resolve(import.meta.dirname, "../..");

/** Classes as the pages write them: in `className="…"` and in the strings of `cn(…)`. */
function classesInUse(): string[] {
  const found = new Set<string>();
  for (const folder of ["components", "app"])
    for (const entry of fs.readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.name.endsWith(".tsx")) continue;
      const text = fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8");
      const places = [...text.matchAll(/className="([^"]*)"/g), ...text.matchAll(/cn\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)];
      for (const [whole, part] of places)
        for (const list of whole.startsWith("cn") ? [...part!.matchAll(/"([^"]*)"/g)].map((m) => m[1]!) : [part!])
          for (const name of list.split(/\s+/)) if (name) found.add(name);
    }
  return [...found];
}

const conditionOf = (name: string): string => name.slice(0, name.search(/[^:]*$/));

test("two classes win over one another as in the whole of Tailwind, for every pair in use", () => {
  const classes = classesInUse();
  expect(classes.length).toBeGreaterThan(300);
  const wrong: string[] = [];
  for (const a of classes)
    for (const b of classes) {
      // Under different conditions they never stand against one another.
      if (a === b || conditionOf(a) !== conditionOf(b)) continue;
      // Animations of our own are one kind here; there they are not known.
      if (a.includes("animate-") && b.includes("animate-")) continue;
      if (cn(a, b) !== twMerge(a, b)) wrong.push(`${a} ${b}: ${cn(a, b)}, not ${twMerge(a, b)}`);
    }
  expect(wrong).toEqual([]);
}, 60_000);
