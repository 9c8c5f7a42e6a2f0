import fs from "node:fs";

/** Says when a name appears or goes in a folder. Where the system cannot say it (network file systems), only the next look finds out. */
export class FolderWatch {
  readonly #watchers = new Map<string, fs.FSWatcher>();

  constructor(private readonly onChange: () => void) {}

  /** Watches these folders, and no others any more. */
  set(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.#watchers)
      if (!folders.has(folder)) {
        watcher.close();
        this.#watchers.delete(folder);
      }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  close(): void {
    this.set(new Set());
  }

  #watch(folder: string): void {
    try {
      const watcher = fs.watch(folder, { persistent: false }, (kind) => {
        if (kind === "rename") this.onChange();
      });
      watcher.on("error", () => {
        watcher.close();
        this.#watchers.delete(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch {}
  }
}
