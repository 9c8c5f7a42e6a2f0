import type { Db } from "../../lib/db/client";
import { insertSource, makeSourceToken } from "../../lib/db/source";
import { env } from "../../lib/env";
import { randomOf } from "../sample/random";
import { FileSender } from "./file-sender";
import { HttpSender, type Sender } from "./http-sender";
import { type ChaosFormat, LineMaker } from "./lines";
import type { SenderTally } from "./tally";

export interface Estate {
  senders: Sender[];
  /** By source. */
  makers: Map<string, LineMaker>;
}

const sources: readonly { name: string; format: ChaosFormat; ways: readonly ({ names: boolean; gzip: boolean } | "file")[] }[] = [
  // Two senders share a source: their batches meet in the roll-up. One names its batches, the other's content does.
  {
    name: "flows",
    format: "aws-vpcflow",
    ways: [
      { names: true, gzip: false },
      { names: false, gzip: true },
    ],
  },
  { name: "proxy", format: "squid", ways: [{ names: true, gzip: false }] },
  { name: "sensor", format: "zeek-conn", ways: [{ names: true, gzip: true }] },
  { name: "file", format: "aws-vpcflow", ways: ["file"] },
];

/** Sources in the database, and who sends to them. @param folder where files are that are read. */
export async function makeEstate(db: Db, seed: number, url: string, tally: SenderTally, folder: string): Promise<Estate> {
  const estate: Estate = { senders: [], makers: new Map() };
  for (const { name: source, format, ways } of sources) {
    const { token, ...hash } = makeSourceToken();
    await db.prisma.$transaction((tx) =>
      insertSource(tx, {
        ...{
          name: source,
          format,
          options: {},
          tags: {},
          keepQueries: false,
          keepUsers: false,
          keepInternal: false,
          silentAfter: 60,
          createdBy: "chaos",
        },
        ...hash,
      }),
    );
    const maker = new LineMaker(format, randomOf(seed, source));
    estate.makers.set(source, maker);
    for (const [i, way] of ways.entries()) {
      const about = { url, source, token, maker, tally, random: randomOf(seed, source, i) };
      estate.senders.push(
        way === "file"
          ? new FileSender({ ...about, root: env.root, folder })
          : new HttpSender({ ...about, ...way, prefix: `${source}-${i}` }),
      );
    }
  }
  return estate;
}
