import type { SourceHealth } from "@/lib/db/source-health";

/** Whether every log that should arrive does. */
export function sourcesSentence(sources: readonly SourceHealth[]): string | undefined {
  const live = sources.filter((s) => s.status !== "disabled");
  if (live.length === 0) return undefined;
  const named = (status: SourceHealth["status"]) => live.filter((s) => s.status === status).map((s) => s.name);
  const trouble = [
    sayList(named("silent"), "is silent", "are silent"),
    sayList(named("rejecting"), "sends lines that cannot be read", "send lines that cannot be read"),
    sayList(named("waiting"), "has sent nothing yet", "have sent nothing yet"),
  ].filter(Boolean);
  const receiving = named("receiving").length;
  const head =
    receiving === live.length
      ? live.length === 1
        ? "The one source is"
        : `All ${live.length} sources are`
      : `${receiving} of ${live.length} sources are`;
  return `${head} receiving${trouble.length > 0 ? `; ${trouble.join("; ")}` : ""}.`;
}

function sayList(names: string[], one: string, many: string): string | undefined {
  if (names.length === 0) return undefined;
  if (names.length === 1) return `${names[0]} ${one}`;
  return names.length > 3 ? `${names.length} ${many}` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)} ${many}`;
}
