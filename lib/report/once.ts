import type { Db } from "../db/client";
import type { Actor } from "../model/role";
import type { Question } from "./view";

type Read<T> = (db: Db, actor: Actor, q: Question) => Promise<T>;

/** Panels of one page that rest on the same figures read them once: kept as long as their question lives. */
export function once<T>(read: Read<T>): Read<T> {
  const known = new WeakMap<Question, Map<string, Promise<T>>>();
  return (db, actor, q) => {
    const byActor = known.get(q) ?? new Map<string, Promise<T>>();
    known.set(q, byActor);
    const found = byActor.get(actor.id) ?? read(db, actor, q);
    byActor.set(actor.id, found);
    return found;
  };
}
