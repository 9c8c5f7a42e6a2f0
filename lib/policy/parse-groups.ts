import { type Group, type GroupKind, groupKinds, type Place } from "../model/policy";
import { canonical } from "./parse-values";
import type { Field, Reader, Word } from "./reader";
import { quote, short } from "./yaml";

const PREFIX = "group:";
// Names that groups may put into a file all together: nested groups multiply.
const MAX_NAMES = 2_000_000;

/** Named lists, members already spelled out. */
export class Groups {
  readonly #byId = new Map<string, Group>();
  /** Already reported. */
  readonly #broken = new Set<string>();
  #names = 0;

  get list(): Group[] {
    return [...this.#byId.values()];
  }

  isSettled(id: string): boolean {
    return this.#byId.has(id) || this.#broken.has(id);
  }

  add(group: Group): void {
    this.#byId.set(group.id, group);
  }

  break(id: string): void {
    this.#broken.add(id);
  }

  /** Members in place of `group:x`; every other word in canonical form. */
  expand(reader: Reader, words: readonly Word[], kind: GroupKind, places?: Place[]): string[] {
    const out = new Set<string>();
    for (const word of words) {
      const members = word.text.startsWith(PREFIX) ? this.#members(reader, word, kind) : canonical[kind](reader, word);
      for (const m of members)
        if (!out.has(m)) {
          out.add(m);
          places?.push(word.at);
        }
    }
    return [...out];
  }

  #members(reader: Reader, word: Word, kind: GroupKind): readonly string[] {
    const id = word.text.slice(PREFIX.length);
    const group = this.#byId.get(id);
    if (this.#broken.has(id)) return [];
    if (!group) reader.error(word.at, "unknown-group", `There is no group ${quote(id)}.`, "Define it under `groups`.");
    else if (group.kind !== kind) reader.error(word.at, "group-kind", `The group ${short(id)} names ${group.kind}s, not ${kind}s.`);
    else {
      this.#names += group.members.length;
      if (this.#names <= MAX_NAMES) return group.members;
      if (this.#names !== Number.POSITIVE_INFINITY)
        reader.error(word.at, "group-too-large", `Spelled out, the groups come to more than ${MAX_NAMES} names.`);
      this.#names = Number.POSITIVE_INFINITY;
    }
    return [];
  }
}

interface Draft {
  id: string;
  kind: GroupKind;
  words: Word[];
  at: Place;
}

export function parseGroups(reader: Reader, field: Field | undefined): Groups {
  const fields = field ? reader.mapping(field.node, "`groups`", undefined, field.key) : undefined;
  const drafts = new Map<string, Draft>();
  for (const [id, entry] of fields ?? []) {
    if (!/^[a-z0-9][a-z0-9._-]{0,99}$/i.test(id)) {
      reader.error(entry.key, "bad-id", `${quote(id)} is no name for a group: letters, digits, dot, dash, underscore.`);
      continue;
    }
    const content = reader.mapping(entry.node, `Group ${id}`, groupKinds, entry.key);
    const [kind, ...more] = content?.keys() ?? [];
    if (!content || !kind) {
      if (content) reader.error(entry.key, "empty", `Group ${id} names nothing.`, "Write for example `{ host: [api.partner.example] }`.");
    } else if (more.length > 0) reader.error(content.get(more[0]!)!.key, "group-kind", `Group ${id} must name one kind of thing.`);
    else
      drafts.set(id, {
        id,
        kind: kind as GroupKind,
        words: reader.words(content.get(kind), `\`${kind}\` of group ${id}`) ?? [],
        at: entry.key,
      });
  }
  return settle(reader, drafts);
}

/** Spells members out, inner groups first, without recursion: a chain of groups may be as long as the file. */
function settle(reader: Reader, drafts: Map<string, Draft>): Groups {
  const groups = new Groups();
  for (const start of drafts.values()) {
    const path = new Map<string, { draft: Draft; next: number }>();
    const stack = [{ draft: start, next: 0 }];
    path.set(start.id, stack[0]!);
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const inner = top.draft.words[top.next++];
      const id = inner?.text.startsWith(PREFIX) ? inner.text.slice(PREFIX.length) : undefined;
      const draft = id === undefined ? undefined : drafts.get(id);
      if (groups.isSettled(top.draft.id) || !inner) {
        const { kind, words } = top.draft;
        if (!groups.isSettled(top.draft.id)) groups.add({ id: top.draft.id, kind, members: groups.expand(reader, words, kind) });
        path.delete(top.draft.id);
        stack.pop();
      } else if (!draft || groups.isSettled(draft.id)) continue;
      else if (path.has(draft.id)) {
        const cycle = [...path.keys()].slice([...path.keys()].indexOf(draft.id));
        reader.error(
          inner.at,
          "group-cycle",
          `Groups contain one another: ${short([...cycle, draft.id].join(" → "))}.`,
          "Take one of them out.",
        );
        for (const member of cycle) groups.break(member);
      } else {
        const frame = { draft, next: 0 };
        path.set(draft.id, frame);
        stack.push(frame);
      }
    }
  }
  return groups;
}
