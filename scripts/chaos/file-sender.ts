import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../sample/random";
import type { Sender } from "./http-sender";
import type { LineMaker } from "./lines";
import type { SenderTally } from "./tally";

/** `waybill ingest` on files that grow, run again until it says that all is in; now and then it is killed as well. */
export class FileSender implements Sender {
  constructor(
    private readonly about: {
      root: string;
      url: string;
      source: string;
      token: string;
      maker: LineMaker;
      random: Random;
      tally: SenderTally;
      folder: string;
    },
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const { maker, random, folder, tally } = this.about;
    // A new file every few batches: at its beginning there is no cursor yet.
    for (let n = 0; !signal.aborted; n++)
      for (let grown = 0; grown < 4 && !signal.aborted; grown++) {
        const file = path.join(folder, `growing-${n}.log`);
        do {
          fs.appendFileSync(file, maker.make(200 + random.int(2400)).text);
        } while (!(await this.#ingest(file)) && !signal.aborted);
        while (!(await this.#ingest(file))) await pause(100);
        tally.count("a file to its end");
        await pause(random.int(1500));
      }
  }

  /** @returns whether the command ended well: then every line of the file is stored. */
  #ingest(file: string): Promise<boolean> {
    const { root, url, source, token, random, folder } = this.about;
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [path.join(root, "dist", "cli.mjs"), "ingest", "--source", source, "--url", url, file], {
        cwd: root,
        env: { ...process.env, WAYBILL_ROOT: root, WAYBILL_STATE_DIR: folder, WAYBILL_TOKEN: token },
        stdio: "ignore",
      });
      const blow = random.chance(0.25) ? setTimeout(() => child.kill("SIGKILL"), 300 + random.int(900)) : undefined;
      child.once("exit", (code) => {
        clearTimeout(blow);
        resolve(code === 0);
      });
    });
  }
}
