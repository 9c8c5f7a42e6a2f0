import { Segmented } from "./segmented";
import { withParams } from "./url";

const measures = ["connections", "bytes", "destinations"] as const;

/** Connections, bytes or destinations; kept in the address as `measure`. */
export function MeasureTabs({ path, params }: { path: string; params: Readonly<Record<string, string | string[] | undefined>> }) {
  const plain = new URLSearchParams(Object.entries(params).flatMap(([k, v]) => (typeof v === "string" ? [[k, v]] : [])));
  const current = measures.find((m) => m === plain.get("measure")) ?? "connections";
  return (
    <Segmented
      label="Measured by"
      options={measures.map((m) => ({
        label: m[0]!.toUpperCase() + m.slice(1),
        href: withParams(path, plain, { measure: m === "connections" ? undefined : m }),
        current: m === current,
      }))}
    />
  );
}
