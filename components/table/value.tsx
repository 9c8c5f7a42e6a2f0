import type { ReactNode } from "react";
import { type Outcome, outcomes } from "@/lib/model/verdict";
import type { Unit } from "@/lib/report/answer";
import { cn } from "../ui/cn";
import { Country } from "../ui/country";
import { Absent, Bytes, Count, Duration, Percent } from "../ui/figures";
import { Host } from "../ui/host";
import { OutcomeChip } from "../ui/outcome";
import { inPieces } from "../ui/pieces";
import { SeverityWord } from "../ui/severity";
import { Time } from "../ui/time";
import { visible } from "../ui/visible";

/** On a phone long names give way to the figures beside them. */
const narrow = "max-md:inline-block max-md:min-w-28 max-md:wrap-anywhere";

const severities = ["low", "medium", "high", "critical"] as const;

/** A plain value, drawn as its unit asks. `domain` lets a host show its registrable part strong. */
export function Value({ value, unit, domain }: { value: ReactNode; unit?: Unit | undefined; domain?: ReactNode }) {
  if (value === null || value === undefined || value === "") return <Absent why="Not known" />;
  if (typeof value === "number")
    switch (unit) {
      case "bytes":
        return <Bytes value={value} />;
      case "ratio":
        return <Percent value={value} />;
      case "durationMs":
        return <Duration value={value} />;
      case "time":
        return <Time at={value} />;
      case "date":
        return <span className="figures whitespace-nowrap">{new Date(value).toISOString().slice(0, 10)}</span>;
      default:
        return <Count value={value} />;
    }
  if (typeof value !== "string") return value;
  switch (unit) {
    case "host":
      return <Host host={value} domain={typeof domain === "string" ? domain : null} breaks className={narrow} />;
    case "address":
      return <span className={cn("code", narrow)}>{inPieces(visible(value))}</span>;
    case "country":
      return <Country code={value} />;
    case "outcome": {
      // "violation|Breaks the geo policy": the palette of an outcome with words of the view's own.
      const [id, label] = value.split("|", 2);
      const outcome = outcomes.find((o): o is Outcome => o === id);
      return outcome ? <OutcomeChip outcome={outcome} label={label} terse={label !== undefined} /> : visible(value);
    }
    case "severity": {
      const severity = severities.find((s) => s === value);
      return severity ? <SeverityWord severity={severity} /> : visible(value);
    }
    case "time": {
      const at = Date.parse(value);
      return Number.isNaN(at) ? visible(value) : <Time at={at} />;
    }
    default:
      // What is short is read in one piece; long text may wrap.
      return value.length <= 18 ? <span className="md:whitespace-nowrap">{visible(value)}</span> : visible(value);
  }
}
