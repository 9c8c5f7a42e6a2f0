import { LogFile } from "./log-file";
import { Progress } from "./progress";
import type { Sender } from "./sender";
import type { Totals } from "./totals";

/** A file from where it stood to its end. */
export async function sendFile(sender: Sender, path: string, totals: Totals): Promise<void> {
  const file = await LogFile.open(path);
  try {
    await file.settle(sender.trails);
    const progress = new Progress(path, file.isText ? (await file.stat()).size : undefined);
    for (let answer = await sender.next(file, true); answer; answer = await sender.next(file, true)) {
      totals.add(answer);
      progress.show(file.reading!.passed.offset, totals.account.lines);
    }
    progress.end();
  } finally {
    await file.close(sender.trails);
  }
}
