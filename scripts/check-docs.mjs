// A path cited in a document exists. Cited: links to files, and code spans that begin with a folder or file of this repository.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(Boolean);
const tops = new Set(files.map((f) => f.split("/")[0]));
let wrong = 0;
let seen = 0;
for (const file of files.filter((f) => f.endsWith(".md"))) {
  const text = fs.readFileSync(path.join(root, file), "utf8");
  const cited = new Map();
  for (const m of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g))
    if (!/^[a-z]+:/.test(m[1])) cited.set(m[1], path.resolve(root, path.dirname(file), decodeURIComponent(m[1])));
  // What is made at run time, and patterns, are no paths of the repository.
  for (const m of text.replace(/```[\s\S]*?```/g, "").matchAll(/`([\w.@()[\]-]+(?:\/[\w.@()[\]-]*)+)`/g))
    if (tops.has(m[1].split("/")[0])) cited.set(m[1], path.join(root, m[1]));
  for (const [name, target] of cited) {
    seen++;
    if (fs.existsSync(target)) continue;
    console.log(`${file}: ${name} does not exist`);
    wrong++;
  }
}
console.log(`${seen} cited paths`);
process.exit(wrong === 0 ? 0 : 1);
