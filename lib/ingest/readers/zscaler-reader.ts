import type { Format, Reader, ReadOptions } from "../format";
import { type Outcome, Reject, Skip, tell } from "./outcome";
import { personalOf } from "./zscaler-client";
import { isOfFeed, type NssFeed, type NssFields, openNss } from "./zscaler-nss";
import { nssClock } from "./zscaler-time";

export const nssOptions: Format["options"] = {
  fields: "The feed output format as it stands in the admin portal, where it is not the one that is offered.",
  timezone: "The feed's time zone, where the feed has neither tz nor epochtime.",
};

/** Whether these first lines are of the feed. */
export const detectNss =
  (feed: NssFeed) =>
  (head: readonly string[]): boolean => {
    const lines = head.filter((line) => line.trim() !== "");
    return lines.length > 0 && lines.every((line) => isOfFeed(feed, line));
  };

/** Reads the lines of a feed; what makes a connection of a record may count on its time. */
export const nssReader =
  (feed: NssFeed, toConnection: (fields: NssFields, time: number) => Outcome) =>
  (options: ReadOptions): Reader => {
    const readFields = openNss(feed, options);
    const readTime = nssClock(options);
    return {
      read(unit, emit) {
        const line = unit.trim();
        if (line === "") return emit.skip("an empty line");
        const fields = readFields(line);
        if (fields instanceof Skip || fields instanceof Reject) return tell(emit, fields);
        const time = readTime(fields);
        if (time === undefined) return emit.reject(fields.has("time") ? "time: no time" : "time: absent");
        tell(emit, toConnection(fields, time), personalOf(fields));
      },
    };
  };
