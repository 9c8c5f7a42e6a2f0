/** The periods people ask for, as the address writes them. */
export const presets = [
  { from: "now-1h", to: "now", label: "Last hour" },
  { from: "now-24h", to: "now", label: "Last 24 hours" },
  { from: "now-7d", to: "now", label: "Last 7 days" },
  { from: "now-14d", to: "now", label: "Last 14 days" },
  { from: "now-30d", to: "now", label: "Last 30 days" },
  { from: "now-90d/d", to: "now", label: "Last 90 days" },
  { from: "now/d", to: "now", label: "Today" },
  { from: "now-1d/d", to: "now/d", label: "Yesterday" },
] as const;

const spans: Record<string, string> = { m: "minutes", h: "hours", d: "days", w: "weeks", M: "months" };

const clock = (text: string): string => {
  if (text === "now") return "now";
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString().slice(0, 16).replace("T", " ");
};

/** "now-7d" to "now" as "Last 7 days"; absolute times as they are, in UTC. */
export function periodWords(from: string, to: string): string {
  const preset = presets.find((p) => p.from === from && p.to === to);
  if (preset) return preset.label;
  const relative = /^now-(\d+)([mhdwM])(?:\/[dwM])?$/.exec(from);
  if (relative && to === "now") return `Last ${relative[1]} ${spans[relative[2]!]}`;
  return `${clock(from)} – ${clock(to)} UTC`;
}

/** The same as the start of a sentence. */
export function periodPhrase(from: string, to: string): string {
  const words = periodWords(from, to);
  if (words.startsWith("Last ")) return `In the last ${words.slice(5)}`;
  return words.endsWith("UTC") ? `From ${words.replace(" – ", " to ")}` : words;
}
