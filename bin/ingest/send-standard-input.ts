import { asLines } from "../../lib/ingest/bodies/as-lines";
import { decoded } from "../../lib/ingest/decoded";
import { cutBatches } from "./cut-batches";
import { Passed } from "./passed";
import { type Patience, patiently } from "./patience";
import { Progress } from "./progress";
import type { Target } from "./target";
import type { Totals } from "./totals";

/** Standard input has no place to resume from: each batch stands for itself, known by its content. */
export async function sendStandardInput(
  target: Target,
  options: Patience & { format?: string; limit: number },
  totals: Totals,
): Promise<void> {
  const origin = "standard input";
  const progress = new Progress(origin, undefined);
  const passed = new Passed();
  const lines = asLines(decoded(process.stdin, { maxBytes: Number.MAX_SAFE_INTEGER }));
  for await (const { body, head } of cutBatches(lines, passed, options.limit)) {
    totals.add(await patiently(() => target.send({ body, head }, { origin, format: options.format }), options));
    progress.show(passed.offset, totals.account.lines);
  }
  progress.end();
}
