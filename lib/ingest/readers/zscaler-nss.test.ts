import { expect, test } from "vitest";
import { Reject, Skip } from "./outcome";
import { firewallFeed, webFeed } from "./zscaler-feeds";
import { decoded, type NssFeed, openNss } from "./zscaler-nss";
import { nssClock } from "./zscaler-time";

function read(feed: NssFeed, fields: string | undefined, line: string): Record<string, string> {
  const found = openNss(feed, { fields })(line);
  if (found instanceof Skip || found instanceof Reject) throw new Error(found.reason);
  return Object.fromEntries(found);
}

test("a feed output format names the columns", () => {
  const format = '"%s{time}","%s{elogin}","%s{b64url}","%d{reqsize}","%s{action}"\\n';
  expect(read(webFeed, format, '"t","jane%40corp.example","YS5leGFtcGxlL2I=","7","Allowed"')).toEqual({
    time: "t",
    login: "jane%40corp.example",
    url: "a.example/b",
    reqsize: "7",
    action: "Allowed",
  });
  expect(read(webFeed, "%s{time}\\t%s{cip}\\t%s{sip}", "t\t10.0.0.1\tNone")).toEqual({ time: "t", cip: "10.0.0.1" });
});

test("a feed output format names the keys", () => {
  expect(read(firewallFeed, "when=%s{time} from=%s{csip} to=%s{cdip}", "when=t from=10.0.0.1 to=203.0.113.1")).toEqual({
    time: "t",
    csip: "10.0.0.1",
    cdip: "203.0.113.1",
  });
  expect(read(firewallFeed, '\\{"from":"%s{csip}","bytes":%ld{inbytes}\\}', '{"from":"10.0.0.1","bytes":5}')).toEqual({
    csip: "10.0.0.1",
    inbytes: "5",
  });
});

test("keys that objects have by nature are keys like others", () => {
  expect(read(webFeed, undefined, '{"constructor":"a","__proto__":"b","action":"Allowed"}')).toMatchObject({
    constructor: "a",
    action: "Allowed",
  });
});

test.each([
  [{ time: "Mon Oct 16 22:55:48 2023" }, "2023-10-16T20:55:48.000Z"],
  [{ time: "Mon Oct 16 22:55:48 2023", tz: "GMT" }, "2023-10-16T22:55:48.000Z"],
  [{ time: "Mon Jan  6 22:55:48 2025", tz: "America/New_York" }, "2025-01-07T03:55:48.000Z"],
  [{ time: "2023-10-16 22:55:48", tz: "GMT-05:00" }, "2023-10-17T03:55:48.000Z"],
  [{ time: "2023-10-16 22:55:48", tz: "no such zone" }, "2023-10-16T20:55:48.000Z"],
  [{ time: "Oct 16 2023 22:55:48 GMT+01:00" }, "2023-10-16T21:55:48.000Z"],
  [{ time: "whenever", epochtime: "1697496948" }, "2023-10-16T22:55:48.000Z"],
  [{ mon: "Oct", dd: "16", yyyy: "2023", hh: "22", mm: "55", ss: "48", tz: "UTC" }, "2023-10-16T22:55:48.000Z"],
])("time of %j", (fields, expected) => {
  const time = nssClock({ timezone: "+02:00" })(new Map(Object.entries(fields)));
  expect(new Date(time!).toISOString()).toBe(expected);
});

test.each([{ time: "whenever" }, { time: "" }, {}, { mon: "Oct", dd: "16" }])("no time in %j", (fields) => {
  expect(nssClock({})(new Map(Object.entries(fields as Record<string, string>)))).toBeUndefined();
});

test.each([
  ["a%20b", "a b"],
  ["100%", "100%"],
  ["%C3%A4", "ä"],
  ["%ff", "%ff"],
])("decodes %s", (text, expected) => {
  expect(decoded(text)).toBe(expected);
});
