import type { Connection } from "../../model/connection";
import type { FlowValues } from "./flow-values";
import { numberOf } from "./json";
import { readIsoTime } from "./time";

export type FlowTimes = Pick<Connection, "startTime" | "endTime" | "loggedTime" | "durationMs">;

/** A time of a flow record as written: RFC 3339 or with a blank, or a number since the epoch in the unit that its size tells. */
function readFlowTime(text: string | undefined, zone: (wallMs: number) => number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[0-9]{9,19}(?:\.[0-9]{1,9})?$/.test(text)) return readIsoTime(text, zone);
  const number = Number(text);
  const unit = number < 1e11 ? 1000 : number < 1e14 ? 1 : number < 1e17 ? 1e-3 : 1e-6;
  return number === 0 ? undefined : Math.floor(number * unit);
}

const YEAR_MS = 366 * 86_400_000;

/**
 * FIRST_SWITCHED and its kin count milliseconds since the exporter started, but some collectors put seconds since the
 * epoch there: these lie near the time of receipt. @param receivedAt what is taken for now; without it a time is only a count.
 */
function readSwitched(text: string | undefined, receivedAt: number | undefined): { time?: number; uptimeMs?: number } {
  if (text === undefined) return {};
  const iso = readIsoTime(text);
  if (iso !== undefined) return { time: iso };
  if (!/^[0-9]{1,13}$/.test(text)) return {};
  const number = Number(text);
  for (const time of [number * 1000, number]) if (receivedAt !== undefined && Math.abs(time - receivedAt) < YEAR_MS) return { time };
  return { uptimeMs: number };
}

/** All that a record says of when it was. */
export function readFlowTimes(values: FlowValues, zone: (wallMs: number) => number, receivedAt: number | undefined): FlowTimes {
  const loggedTime = readFlowTime(values.get("logged"), zone);
  const now = loggedTime ?? receivedAt;
  const [first, last] = [readSwitched(values.get("startSwitched"), now), readSwitched(values.get("endSwitched"), now)];
  const startTime = readFlowTime(values.get("start"), zone) ?? first.time;
  let endTime = readFlowTime(values.get("end"), zone) ?? last.time;
  const seconds = numberOf(values.get("seconds"));
  const uptimes = first.uptimeMs !== undefined && last.uptimeMs !== undefined ? last.uptimeMs - first.uptimeMs : undefined;
  let durationMs =
    seconds !== undefined ? seconds * 1000 : startTime !== undefined && endTime !== undefined ? endTime - startTime : uptimes;
  if (durationMs !== undefined && durationMs < 0) durationMs = undefined;
  if (endTime === undefined && startTime !== undefined && durationMs !== undefined) endTime = Math.floor(startTime + durationMs);
  return { startTime, endTime, loggedTime, durationMs };
}
