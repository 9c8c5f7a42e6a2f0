import Link from "next/link";
import { outcomes } from "@/lib/model/verdict";
import type { WorldMap as Answer } from "@/lib/report/answer";
import { cn } from "../ui/cn";
import { countryName } from "../ui/country";
import { OutcomeShape, outcomeLook } from "../ui/outcome";
import { outcomeFill } from "./fill";
import { format } from "./format";
import { placeOf, size } from "./world/shapes";

/** Server-drawn map without script: shapes deepen with the value, small states are discs, a list beside it has it all. */
export function WorldMap({ answer, name, className }: { answer: Answer; name: string; className?: string }) {
  const ranked = [...answer.countries].sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const largest = Math.max(...ranked.map((c) => c.value ?? 0), 1);
  // Values span orders of magnitude: the logarithm decides the shade, four steps are what an eye tells apart.
  const shade = (value: number | null) => 0.35 + 0.65 * (Math.ceil((Math.log1p(value ?? 0) / Math.log1p(largest)) * 4) / 4);
  const placed = ranked.map((c) => ({ ...c, place: placeOf(c.country) }));
  const fill = (c: Answer["countries"][number]) => (c.outcome ? outcomeFill(c.outcome) : "var(--soft)");
  const title = (c: Answer["countries"][number]) => `${countryName(c.country)}: ${amount(answer.unit, c.value, true)}`;
  return (
    <div className={cn("grid gap-x-8 gap-y-4 xl:grid-cols-[minmax(0,1fr)_16rem]", className)}>
      <div className="relative h-fit">
        <div aria-hidden className="world-land absolute inset-0" />
        <svg
          viewBox={`0 0 ${size.width} ${size.height}`}
          role="img"
          aria-label={`${name} The list beside the map holds the same figures.`}
          className="relative h-auto w-full"
        >
          <defs>
            <pattern id="map-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="1.4" height="4" fill="var(--unknown)" />
            </pattern>
          </defs>
          {placed.map(
            (c) =>
              c.place &&
              "path" in c.place && (
                <path
                  key={c.country}
                  d={c.place.path}
                  fill={c.outcome === "unexplained" ? "url(#map-hatch)" : fill(c)}
                  fillOpacity={shade(c.value)}
                >
                  <title>{title(c)}</title>
                </path>
              ),
          )}
          {placed.map(
            (c) =>
              c.place &&
              "x" in c.place && (
                <circle
                  key={c.country}
                  cx={c.place.x}
                  cy={c.place.y}
                  r="4.5"
                  fill={fill(c)}
                  fillOpacity={shade(c.value)}
                  stroke="var(--surface)"
                  strokeWidth="1.2"
                >
                  <title>{title(c)}</title>
                </circle>
              ),
          )}
        </svg>
      </div>
      <div className="grid content-start gap-4">
        <Legend answer={answer} />
        <ol
          className="grid max-h-96 content-start xl:max-h-[28.5rem] gap-px overflow-y-auto text-sm print:max-h-none"
          aria-label="By country"
        >
          {ranked.map((c) => (
            <li key={c.country}>
              <Entry link={c.link}>
                {c.outcome && <OutcomeShape outcome={c.outcome} />}
                <span className="min-w-0 grow truncate">{countryName(c.country)}</span>
                <span className="figures text-soft" title={amount(answer.unit, c.value, true)}>
                  {amount(answer.unit, c.value)}
                </span>
              </Entry>
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

const amount = (unit: Answer["unit"], value: number | null, full = false): string =>
  value === null ? "not logged" : format(unit, value, full);

function Legend({ answer }: { answer: Answer }) {
  const shown = outcomes.filter((o) => answer.countries.some((c) => c.outcome === o));
  if (shown.length < 2) return null;
  return (
    <ul aria-label="Legend" className="grid gap-1 border-b pb-3 text-xs text-soft">
      {shown.map((o) => (
        <li key={o} className="flex items-center gap-2 px-2">
          <OutcomeShape outcome={o} />
          {answer.legend?.[o] ?? outcomeLook[o].label}
        </li>
      ))}
    </ul>
  );
}

function Entry({ link, children }: { link?: string | undefined; children: React.ReactNode }) {
  const classes = "flex h-7 items-center gap-2 rounded-md px-2";
  return link ? (
    <Link prefetch={false} href={link} className={cn(classes, "hover:bg-hover hover:text-accent")}>
      {children}
    </Link>
  ) : (
    <span className={classes}>{children}</span>
  );
}
