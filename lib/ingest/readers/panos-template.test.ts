import { expect, test } from "vitest";
import { panosTemplate } from "./panos-template";

test("reads a row of a chosen order, behind a syslog header", () => {
  const read = panosTemplate("$type,$subtype,$cef-formatted-receive_time,$src,$dst,$rule,$misc");
  const fields = read('<14>Mar  1 09:00:05 pa-1 THREAT,url,Mar 01 2026 09:00:05 GMT,10.1.2.3,203.0.113.10,"a, b",');
  expect(fields?.type).toBe("THREAT");
  expect(fields?.get("receive_time")).toBe("Mar 01 2026 09:00:05 GMT");
  expect(fields?.get("rule")).toBe("a, b");
  expect(fields?.get("misc")).toBeUndefined();
  expect(fields?.get("proto")).toBeUndefined();
});

test("reads what stands between the words of a format", () => {
  const read = panosTemplate("from=$src to=$dst port=$dport rule=$rule;");
  expect(read("from=10.1.2.3 to=203.0.113.10 port=443 rule=office to internet;")?.get("rule")).toBe("office to internet");
  expect(read("from=10.1.2.3 to=203.0.113.10 port=443 rule=office to internet;")?.type).toBe("TRAFFIC");
  expect(read("something else")).toBeUndefined();
});
