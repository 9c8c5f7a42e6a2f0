import { expect, test } from "vitest";
import { ElffTable, readElffHeader } from "./elff";
import { customFields, readWsaLine, readWsaRow } from "./wsa-fields";

const line =
  '1736935201.000 68 10.0.1.6 TCP_MISS_SSL/200 976 TCP_CONNECT 203.0.113.20:443 "CORP\\jane o doe@Realm" DIRECT/www.partner.example - PASSTHRU_CUSTOMCAT_7-Partners-Id-NONE-NONE-NONE-DefaultGroup-NONE <"C_Part",-,"-"> - dst 203.0.113.21 dstPort 8443 userag "Mozilla/5.0 (X11)"';
const tag = { decision: "PASSTHRU_CUSTOMCAT_7", policy: "Partners", category: "C_Part" };

test("custom fields are told by their specifiers, labels among them", () => {
  expect(readWsaLine(line, customFields('dst %k dstPort %p userag "%u"'))).toMatchObject({
    request: { user: "jane o doe", peer: "203.0.113.21", peerPort: "8443", userAgent: "Mozilla/5.0 (X11)" },
    origin: "www.partner.example",
    tag,
    personal: ["CORP\\jane o doe@Realm"],
  });
});

test("without them only what every line has is read", () => {
  const read = readWsaLine(line, []);
  const request = { url: "203.0.113.20:443", peer: "www.partner.example", bytesIn: "976", userAgent: undefined };
  expect(read).toMatchObject({ request, tag });
});

test.each(["Info: Begin Logfile", "Wed Jan 15 10:00:00 2025 Info: Version: 15.0.0"])("%s is about the log", (text) => {
  expect(readWsaLine(text, [])).toHaveProperty("reason", "a line about the log itself");
});

test("a row of a W3C log is read by its #Fields", () => {
  const table = new ElffTable();
  table.name(
    readElffHeader(
      "#Fields: timestamp x-elapsed-time c-ip x-resultcode-httpstatus sc-bytes cs-bytes cs-method cs-url cs-username x-hierarchy-origin s-ip cs-mime-type x-acltag cs(User-Agent)",
    )!,
  );
  table.read(
    '1736935200.250 250 10.0.1.5 TCP_MISS/200 6916 410 GET http://api.partner.example/v1 "CORP\\jane@Realm" DIRECT/api.partner.example 203.0.113.20 text/html ALLOW_CUSTOMCAT_11-Staff-Id-NONE-NONE-NONE-DefaultGroup-NONE "curl/8.5.0"',
  );
  expect(readWsaRow(table)).toEqual({
    request: expect.objectContaining({
      end: 1736935200250,
      elapsedMs: 250,
      client: "10.0.1.5",
      result: "TCP_MISS",
      status: "200",
      bytesIn: "6916",
      bytesOut: "410",
      user: "jane",
      hierarchy: "DIRECT",
      peer: "203.0.113.20",
      userAgent: "curl/8.5.0",
    }),
    origin: "api.partner.example",
    tag: expect.objectContaining({ decision: "ALLOW_CUSTOMCAT_11", policy: "Staff" }),
    personal: ["CORP\\jane@Realm"],
  });
});

test("date and time stand in for a timestamp", () => {
  const table = new ElffTable();
  table.name(["date", "time", "c-ip", "cs-url"]);
  table.read("2025-01-15 10:00:00 10.0.1.5 http://api.partner.example/");
  expect(readWsaRow(table)).toMatchObject({ request: { end: Date.UTC(2025, 0, 15, 10) } });
  table.read("soon 10:00:00 10.0.1.5 http://api.partner.example/");
  expect(readWsaRow(table)).toHaveProperty("reason");
});
