import type { Db } from "../db/client";
import type { Actor, Permission } from "../model/role";
import type { Answer, Answered } from "./answer";

/** Half-open period, milliseconds since the epoch. */
export interface Period {
  from: number;
  to: number;
}

/** What every view is asked with. Scope is derived from the actor inside the view, never passed by a page. */
export interface Question {
  period: Period;
  /** For comparison; the period of equal length before `period` unless said. */
  previous?: Period;
  team?: string;
  environment?: string;
  service?: string;
  /** The same for what the app itself wrote down (receipts, journal): it does so by the real clock, also where `now` is held. */
  noted?: Period;
  /** What time it is, for what is not over yet; the end of the period where it is not said. */
  now?: number;
  /** View-specific selectors (a run, a job, a destination). */
  params?: Readonly<Record<string, string>>;
}

/** One question, one answer. */
export interface View<A extends Answer = Answer> {
  id: string;
  /** The question the panel's title asks. */
  question: string;
  permission: Permission;
  answer(db: Db, actor: Actor, q: Question): Promise<Answered<A>>;
}

export const defineView = <A extends Answer>(view: View<A>): View<A> => view;
