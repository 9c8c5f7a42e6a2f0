import { setTimeout as wait } from "node:timers/promises";
import { env } from "../../lib/env";
import { Problem } from "../../lib/model/problem";
import type { Patience } from "../ingest/patience";
import { say } from "../ingest/say";
import type { Target } from "../ingest/target";
import type { Totals } from "../ingest/totals";
import { Bucket } from "./bucket";
import { bucketAddress } from "./bucket-address";
import { BucketReader } from "./bucket-reader";
import { CredentialChain } from "./credentials";
import { ObjectSender } from "./object-sender";

export interface BucketOptions extends Patience {
  region?: string;
  endpoint?: string;
  virtualHost?: boolean;
  format?: string;
  /** Objects written before are left out; milliseconds since the epoch. */
  since: number;
  /** Looks again each so many milliseconds until it is told to stop; once without. */
  everyMs?: number;
}

/** Sends what a bucket holds and the source has not read. @returns how many objects could not be read. @throws {Problem} */
export async function readBucket(text: string, target: Target, options: BucketOptions, totals: Totals): Promise<number> {
  const { aws } = env;
  const address = bucketAddress(text, {
    region: options.region ?? aws.region,
    endpoint: options.endpoint ?? aws.endpoint,
    virtualHost: options.virtualHost,
  });
  const bucket = new Bucket(address, new CredentialChain(address.region));
  const report = (key: string, problem: string): void => say(`${key}: ${problem}`);
  const reader = new BucketReader(bucket, target, new ObjectSender(bucket, target, totals, options), { ...options, report });
  if (options.everyMs === undefined) return reader.pass();
  const { everyMs, signal } = options;
  say(`following ${text}, to ${target.name}`);
  let told: string | undefined;
  while (!signal?.aborted) {
    try {
      await reader.pass(signal);
      told = undefined;
    } catch (error) {
      if (signal?.aborted) break;
      if (!(error instanceof Problem)) throw error;
      if (told !== error.detail) say(error.detail);
      told = error.detail;
    }
    await wait(everyMs, undefined, { signal }).catch(() => {});
  }
  return 0;
}
