import type { Caller } from "../../model/connection";
import type { Row } from "./row";
import { columns, type Layout } from "./vpcflow-layout";

const ids = ["vpc-id", "subnet-id", "region", "ecs-cluster-name", "ecs-container-id", "ecs-task-id", "resource-id"];
/** Values of the tags that the flow log was told to carry, percent-encoded; which keys they have is not in the log. */
const ownTags = ["instance-tag", "instance-tag-2", "interface-tag", "interface-tag-2", "asg-tag", "asg-tag-2"];
const tags = [...ids, ...ownTags];
const fields = { accountId: "account-id", interfaceId: "interface-id", instanceId: "instance-id", service: "ecs-service-name" } as const;

interface Known {
  values: string[];
  owner: Caller | undefined;
  other: Caller | undefined;
}

/** Reads what a row says about the interface that wrote it. Few interfaces fill a file: each is read once. */
export class CallerReader {
  /** Places in a row, for the columns that the layout has. */
  readonly #places: number[] = [];
  readonly #names: string[] = [];
  #known = new Map<number, Known>();

  constructor(layout: Layout) {
    for (const name of [...Object.values(fields), ...tags]) {
      const place = layout.at[columns.indexOf(name)]!;
      if (place < 0) continue;
      this.#places.push(place);
      this.#names.push(name);
    }
  }

  /** @param owns whether the interface is the initiator's: only then do its ids name the caller. The result is shared. */
  read(row: Row, owns: boolean): Caller | undefined {
    const places = this.#places;
    let hash = 7;
    for (let i = 0; i < places.length; i++) hash = row.hash(places[i]!, hash);
    let known = this.#known.get(hash);
    if (known === undefined || !this.#isOf(known, row)) {
      known = this.#make(places.map((place) => row.raw(place)));
      if (this.#known.size > 20_000) this.#known = new Map();
      this.#known.set(hash, known);
    }
    return owns ? known.owner : known.other;
  }

  #isOf(known: Known, row: Row): boolean {
    for (let i = 0; i < known.values.length; i++) if (!row.is(this.#places[i]!, known.values[i]!)) return false;
    return true;
  }

  #make(values: string[]): Known {
    const of = (name: string): string | undefined => {
      const value = values[this.#names.indexOf(name)];
      return value === undefined || value === "" || value === "-" || value === "unknown" ? undefined : value;
    };
    const owner: Caller = {};
    for (const [field, name] of Object.entries(fields) as [keyof typeof fields, string][]) {
      const value = of(name);
      if (value !== undefined) owner[field] = value;
    }
    const tagged = tags.flatMap((name) => {
      const value = of(name);
      return value === undefined ? [] : [[name, ownTags.includes(name) ? unescaped(value) : value] as const];
    });
    if (tagged.length > 0) owner.tags = Object.fromEntries(tagged);
    const account = owner.accountId;
    return { values, owner: Object.keys(owner).length > 0 ? owner : undefined, other: account ? { accountId: account } : undefined };
  }
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
