import { Num } from "../page/num";
import { compactCount, percent } from "../ui/number";

/** Whether we know who is calling out. */
export function mappingSentence({ total, connections, all }: { total: number; connections: number; all: number }) {
  if (all === 0)
    return "Mappings say which workload an address, an interface or an account is. Nothing has called out in the last 30 days.";
  if (total === 0) return "Every connection of the last 30 days belongs to a workload that log or mapping names.";
  return (
    <>
      <Num>{total.toLocaleString("en")}</Num> {total === 1 ? "caller is" : "callers are"} known by address only; they made{" "}
      <Num>{compactCount(connections)}</Num> connections in the last 30 days, <Num>{percent(connections / all)}</Num> of all.
    </>
  );
}
