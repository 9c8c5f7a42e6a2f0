import type { GeographySource } from "@/lib/enrich/country";

const facts: Record<GeographySource["fact"], string> = {
  location: "Approximate location of an address",
  operator: "Where its operator is registered",
  asn: "Autonomous system",
  anycast: "Addresses that are wherever the client is",
};

/** Which databases say where an address is, and how old they are. */
export function GeographySources({ sources }: { sources: GeographySource[] }) {
  return (
    <ul className="divide-y">
      {sources.map((s) => (
        <li key={s.fact} className="grid gap-x-6 gap-y-0.5 px-4 py-3 text-sm sm:grid-cols-[minmax(0,1fr)_auto]">
          <span className="font-medium">{facts[s.fact]}</span>
          <span className="figures text-soft">built {s.date.toISOString().slice(0, 10)}</span>
          <span className="min-w-0 truncate text-soft">
            {s.name} <span className="text-faint">{s.bundled ? "comes with Waybill" : "your own"}</span>
          </span>
          <span className="code text-xs text-faint" title={`SHA-256 ${s.sha256}`}>
            {s.sha256.slice(0, 12)}…
          </span>
        </li>
      ))}
    </ul>
  );
}
