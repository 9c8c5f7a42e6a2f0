import { systemActor } from "../../lib/access/system";
import type { Db } from "../../lib/db/client";
import { views } from "../../lib/report/views/index";
import { quantile } from "./quantile";

export interface ViewTimes {
  home: string;
  views: number;
  p50: number;
  p95: number;
  /** The question that took longest, by its own middle. */
  slowest: { id: string; p50: number };
}

const ROUNDS = 7;
const WEEK = 7 * 86_400_000;

/** Each question of each home, over the last week against the one before, as often as it takes to say p95. Milliseconds. */
export async function measureViews(db: Db): Promise<ViewTimes[]> {
  const to = Math.ceil(Date.now() / 3_600_000) * 3_600_000;
  const homes = new Map<string, { id: string; times: number[] }[]>();
  for (const view of views) {
    const home = view.id.split("-")[0]!;
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      // Answers are shared within one question: each round asks a new one, an hour back.
      const end = to - i * 3_600_000;
      const from = performance.now();
      await view.answer(db, systemActor, {
        period: { from: end - WEEK, to: end },
        previous: { from: end - 2 * WEEK, to: end - WEEK },
        // Questions about one destination need one; the list of all is asked without.
        params: home === "destination" && view.id !== "destination-list" ? { host: "host-5.vendor.example" } : {},
      });
      times.push(performance.now() - from);
    }
    homes.set(home, [...(homes.get(home) ?? []), { id: view.id, times }]);
  }
  return [...homes].map(([home, of]) => {
    const times = of.flatMap((v) => v.times);
    const [slowest] = of.map((v) => ({ id: v.id, p50: quantile(v.times, 0.5) })).sort((a, b) => b.p50 - a.p50);
    return { home, views: of.length, p50: quantile(times, 0.5), p95: quantile(times, 0.95), slowest: slowest! };
  });
}
