import fs from "node:fs/promises";
import path from "node:path";

/** Where files may lie: a path, or a pattern with `*`, `?`, `[…]` within a name and `**` for any folders. */
export class Paths {
  constructor(readonly patterns: readonly string[]) {}

  /** What is there now, and the folders in which more may appear. */
  async expand(): Promise<{ files: string[]; folders: Set<string> }> {
    const files = new Set<string>();
    const folders = new Set<string>();
    for (const pattern of this.patterns) {
      const absolute = path.resolve(pattern);
      if (!isPattern(pattern) || (await exists(absolute))) {
        folders.add(path.dirname(absolute));
        files.add(absolute);
      } else await walk(path.parse(absolute).root, absolute.slice(path.parse(absolute).root.length).split(path.sep), files, folders);
    }
    return { files: [...files], folders };
  }

  /** Files that lie beside one that is named, and whose names begin with its: where a rotated one may have gone. */
  async beside(): Promise<string[]> {
    const found: string[] = [];
    for (const pattern of this.patterns) {
      if (isPattern(pattern)) continue;
      const { dir, base } = path.parse(path.resolve(pattern));
      for (const name of await list(dir)) if (name !== base && name.startsWith(base)) found.push(path.join(dir, name));
    }
    return found;
  }
}

const isPattern = (text: string): boolean => /[*?[]/.test(text);

async function walk(folder: string, segments: readonly string[], files: Set<string>, folders: Set<string>): Promise<void> {
  const [first, ...rest] = segments as [string, ...string[]];
  if (!isPattern(first)) {
    const next = path.join(folder, first);
    if (rest.length > 0) return walk(next, rest, files, folders);
    if (await exists(next)) files.add(next);
    return;
  }
  folders.add(folder);
  if (first === "**") {
    if (rest.length > 0) await walk(folder, rest, files, folders);
    for (const name of await list(folder, "folders")) await walk(path.join(folder, name), segments, files, folders);
    return;
  }
  const matches = nameMatcher(first);
  for (const name of await list(folder, rest.length > 0 ? "folders" : undefined)) {
    // As in a shell, what is hidden must be asked for.
    if ((name.startsWith(".") && !first.startsWith(".")) || !matches.test(name)) continue;
    if (rest.length > 0) await walk(path.join(folder, name), rest, files, folders);
    else files.add(path.join(folder, name));
  }
}

function nameMatcher(pattern: string): RegExp {
  const source = pattern.replaceAll(/\[!?[^\]]+\]|\*+|[\s\S]/g, (part) => {
    if (part.startsWith("*")) return ".*";
    if (part === "?") return ".";
    if (part.length > 1) return `[${part.slice(1, -1).replace(/^!/, "^").replaceAll("\\", "\\\\")}]`;
    return part.replace(/[.*+?^${}()|[\]\\]/, "\\$&");
  });
  return new RegExp(`^${source}$`, "s");
}

/** A folder that cannot be read now may be there the next time. */
async function list(folder: string, only?: "folders"): Promise<string[]> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    return entries.filter((e) => only === undefined || e.isDirectory()).map((e) => e.name);
  } catch {
    return [];
  }
}

const exists = (file: string): Promise<boolean> =>
  fs.stat(file).then(
    () => true,
    () => false,
  );
