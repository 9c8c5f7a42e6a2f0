import type { RegisterRow } from "../db/register";
import { countryNames } from "./country-names";
import { groupTransfers } from "./transfer-groups";
import type { Transfer } from "./transfers";

const day = (d: Date | null | undefined): string => d?.toISOString().slice(0, 10) ?? "";

/** The register as it is exported (GDPR art. 30(1)(e), 30(2)(c)): a row per workload and recipient, by name. */
export function registerRows(transfers: readonly Transfer[]): RegisterRow[] {
  return groupTransfers(transfers, (t) => [
    rowKey({ service: t.service, environment: t.environment ?? "", destination: t.recipient?.host ?? t.domain ?? t.destination }),
  ])
    .map(({ transfers: of }): RegisterRow => {
      const t = of[0]!;
      const countries = [...new Set(of.flatMap((x) => x.countries))];
      const unplaced = [...new Set(of.flatMap((x) => x.unplaced ?? []))];
      return {
        service: t.service,
        environment: t.environment ?? "",
        destination: t.recipient?.host ?? t.domain ?? t.destination,
        classes: (t.classes ?? []).join(", "),
        purpose: t.purposes.join("; "),
        recipient: t.recipient?.recipient ?? "",
        role: t.recipient?.role ?? "",
        basis: t.recipient?.basis ?? "",
        validFrom: day(t.recipient?.validFrom),
        validUntil: day(t.recipient?.validUntil),
        countries: countryNames(countries),
        countriesFrom: of.some((x) => x.unregistered)
          ? `register of ${day(t.recipient?.updatedAt)}; both databases add one that it does not name`
          : t.recipient?.countries.length
            ? `register of ${day(t.recipient.updatedAt)}`
            : countries.length > 0
              ? "location and operator databases agree"
              : `not known: ${unplaced.join(", ")}`,
        document: t.recipient?.document ?? "",
      };
    })
    .sort((a, b) => rowKey(a).localeCompare(rowKey(b)));
}

export const rowKey = (r: Pick<RegisterRow, "service" | "environment" | "destination">): string =>
  `${r.service}\0${r.environment}\0${r.destination}`;

const compared = ["classes", "recipient", "role", "basis", "validFrom", "validUntil", "countries", "purpose", "document"] as const;
const words: Record<(typeof compared)[number], string> = {
  classes: "data",
  recipient: "recipient",
  role: "role",
  basis: "basis",
  validFrom: "start",
  validUntil: "end",
  countries: "country",
  purpose: "purpose",
  document: "document",
};

export interface RegisterChange {
  row: RegisterRow;
  /** Absent for a row that is new; else what differs, in words. */
  changed?: string[];
}

/** What an export would add or alter, new rows first. */
export function registerChanges(now: readonly RegisterRow[], before: readonly RegisterRow[]): RegisterChange[] {
  const known = new Map(before.map((r) => [rowKey(r), r]));
  const changes = now.flatMap((row): RegisterChange[] => {
    const old = known.get(rowKey(row));
    if (!old) return [{ row }];
    const changed = compared.filter((field) => old[field] !== row[field]).map((field) => words[field]);
    return changed.length > 0 ? [{ row, changed }] : [];
  });
  return changes.sort((a, b) => Number(a.changed !== undefined) - Number(b.changed !== undefined));
}
