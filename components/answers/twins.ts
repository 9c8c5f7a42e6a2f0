import type { Answer, Column, Table, Unit } from "@/lib/report/answer";
import { outcomeLook } from "../ui/outcome";
import { bucketName } from "./format";

/** The same figures as a table; undefined for forms that are words or a table already. */
export function twinOf(answer: Answer): Table | undefined {
  switch (answer.form) {
    case "series":
      return {
        form: "table",
        columns: [
          { id: "at", label: "Period", unit: "text" },
          ...answer.series.flatMap((s): Column[] => [
            { id: s.id, label: s.label, unit: answer.unit },
            ...(s.previous ? [{ id: `${s.id}:before`, label: `${s.label}, period before`, unit: answer.unit, minor: true }] : []),
          ]),
          ...(answer.gaps?.length ? [{ id: "gap", label: "Not known", unit: "text" } satisfies Column] : []),
        ],
        rows: answer.buckets.map((at, i) => ({
          id: String(at),
          link: answer.link?.(at, at + answer.bucketMs),
          cells: Object.fromEntries([
            ["at", bucketName(at, answer.bucketMs)],
            ...answer.series.flatMap((s) => [
              [s.id, s.values[i] ?? null],
              [`${s.id}:before`, s.previous?.[i] ?? null],
            ]),
            ["gap", answer.gaps?.find((g) => g.from <= at && g.to > at)?.reason ?? null],
          ]),
        })),
      };
    case "ranking": {
      const parts = [...new Set(answer.rows.flatMap((r) => r.parts?.map((p) => p.label) ?? []))];
      return {
        form: "table",
        columns: [
          { id: "label", label: "", unit: answer.rows[0]?.unit ?? "text" },
          { id: "value", label: words[answer.unit] ?? "Value", unit: answer.unit },
          ...parts.map((label): Column => ({ id: label, label, unit: answer.unit, minor: true })),
        ],
        rows: answer.rows.map((r) => ({
          id: r.label,
          link: r.link,
          cells: { label: r.label, value: r.value, ...Object.fromEntries(r.parts?.map((p) => [p.label, p.value]) ?? []) },
        })),
      };
    }
    case "map":
      return {
        form: "table",
        columns: [
          { id: "country", label: "Country", unit: "country" },
          { id: "value", label: words[answer.unit] ?? "Value", unit: answer.unit },
          { id: "outcome", label: "Worst there", unit: "text" },
        ],
        rows: answer.countries.map((c) => ({
          id: c.country,
          link: c.link,
          cells: {
            country: c.country,
            value: c.value,
            outcome: c.outcome ? (answer.legend?.[c.outcome] ?? outcomeLook[c.outcome].label) : null,
          },
        })),
      };
    default:
      return undefined;
  }
}

const words: Partial<Record<Unit, string>> = { count: "Connections", bytes: "Bytes", ratio: "Share", durationMs: "Duration" };
