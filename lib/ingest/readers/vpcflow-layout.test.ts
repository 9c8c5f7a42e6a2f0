import { expect, test } from "vitest";
import { columns, findLayout, readLayout } from "./vpcflow-layout";

const exampleOf = (name: string): string =>
  ({
    ...{
      version: "5",
      "account-id": "111122223333",
      "interface-id": "eni-0aa11bb22cc33dd44",
      srcaddr: "10.0.1.5",
      dstaddr: "203.0.113.20",
    },
    ...{ srcport: "41000", dstport: "443", protocol: "6", packets: "3", bytes: "180", start: "1735725960", end: "1735726020" },
    ...{ action: "ACCEPT", "log-status": "OK", type: "IPv4", "tcp-flags": "2", "flow-direction": "egress" },
  })[name] ?? "-";

test("rows of each version without a header are known by their order", () => {
  // Columns up to versions 2, 3, 4, 5, 7, 8, 9, 10 and 11.
  for (const width of [14, 21, 25, 29, 39, 40, 41, 42, 54]) {
    const layout = findLayout(columns.slice(0, width).map(exampleOf));
    expect(layout?.width).toBe(width);
    expect(layout?.at[columns.indexOf("dstport")]).toBe(columns.indexOf("dstport"));
  }
});

test("a transit gateway's rows are known by theirs", () => {
  const row =
    "6 TransitGateway 111122223333 tgw-0123456789abcdef0 tgw-attach-0123456789abcdef0 111122223333 - vpc-0f1e2d3c - subnet-0a1b2c3d - eni-0aa11bb22cc33dd44 - euc1-az1 - tgw-attach-0fedcba9876543210 10.0.1.5 203.0.113.50 41999 443 6 3 180 1735725960 1735726020 OK IPv4 0 0 0 0 2 eu-central-1 ingress - -";
  const values = row.split(" ");
  const layout = findLayout(values);
  expect(values[layout!.at[columns.indexOf("dstaddr")]!]).toBe("203.0.113.50");
});

test("a header names its columns in any order and spelling; a row is none", () => {
  const names = [...columns].sort();
  for (const text of [names.join(" "), names.map((n) => `\${${n}}`).join(" "), names.map((n) => n.replaceAll("-", "_")).join(",")]) {
    const layout = readLayout(text)!;
    expect(columns.every((name, column) => names[layout.at[column]!] === name)).toBe(true);
  }
  expect(readLayout(columns.map(exampleOf).join(" "))).toBeUndefined();
});
