import { cn } from "../ui/cn";
import { Count } from "../ui/figures";
import { visible } from "../ui/visible";

export interface AccountFigures {
  lines: number;
  used: number;
  connections: number;
  duplicates: number;
  skipped: number;
  rejected: number;
  skipReasons?: Record<string, number>;
  rejectReasons?: Record<string, number>;
}

/** What became of the lines: lines = used + duplicates + skipped + rejected, and why. */
export function Account({ account, replayed = 0, className }: { account: AccountFigures; replayed?: number; className?: string }) {
  const parts = [
    ["Lines", account.lines],
    ["Used", account.used],
    ["Duplicates", account.duplicates],
    ["Skipped", account.skipped],
    ["Rejected", account.rejected],
    ["Connections", account.connections],
  ] as const;
  return (
    <div className={cn("grid gap-3", className)}>
      <dl className="flex flex-wrap gap-x-8 gap-y-3">
        {parts.map(([name, value]) => (
          <div key={name} className={cn(name === "Connections" && "border-l pl-8 max-sm:border-0 max-sm:pl-0")}>
            <dt className="text-xs text-faint">{name}</dt>
            <dd className={cn("text-lg", name === "Rejected" && value > 0 && "font-semibold")}>
              <Count value={value} />
            </dd>
          </div>
        ))}
      </dl>
      {replayed > 0 && (
        <p className="text-sm text-soft">
          <Count value={replayed} /> of the lines {replayed === 1 ? "was" : "were"} rejected first, and read from quarantine later.
        </p>
      )}
      <Reasons label="Rejected because" reasons={account.rejectReasons} />
      <Reasons label="Skipped because" reasons={account.skipReasons} />
    </div>
  );
}

/** Reasons with their counts, the most frequent first. */
export function Reasons({ label, reasons }: { label: string; reasons: Record<string, number> | undefined }) {
  const sorted = Object.entries(reasons ?? {}).sort((a, b) => b[1] - a[1]);
  if (sorted.length === 0) return null;
  return (
    <p className="text-sm text-soft">
      {label}{" "}
      {sorted.map(([reason, count], i) => (
        <span key={reason}>
          {i > 0 && "; "}
          {visible(reason)} <span className="figures text-faint">({count.toLocaleString("en")})</span>
        </span>
      ))}
    </p>
  );
}
