import type { RegisterRow } from "../db/register";
import { csvCell } from "./export-csv";

const columns: readonly (readonly [keyof RegisterRow, string])[] = [
  ["service", "service"],
  ["environment", "environment"],
  ["classes", "data_classes"],
  ["purpose", "purpose"],
  ["destination", "destination"],
  ["recipient", "recipient"],
  ["role", "recipient_role"],
  ["countries", "possible_countries"],
  ["countriesFrom", "countries_from"],
  ["basis", "basis"],
  ["validFrom", "valid_from"],
  ["validUntil", "valid_until"],
  ["document", "document"],
];

/** RFC 4180, one row a workload and recipient. */
export function registerCsv(rows: readonly RegisterRow[]): string {
  const line = (cells: readonly string[]): string => `${cells.map(csvCell).join(",")}\r\n`;
  return line(columns.map(([, name]) => name)) + rows.map((row) => line(columns.map(([field]) => row[field]))).join("");
}
