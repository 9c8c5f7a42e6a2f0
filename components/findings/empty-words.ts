import { statusNames } from "./status-names";

/** Why the queue is empty, and what helps. */
export function emptyWords(
  status: keyof typeof statusNames | "all",
  filters: Readonly<Record<string, string | undefined>>,
  audited: boolean,
): { title: string; why: string; action?: { label: string; href: string } } {
  if (Object.values(filters).some((v) => v !== undefined))
    return {
      title: "Nothing matches",
      why: "No finding has all that was chosen.",
      action: { label: "Take the filters away", href: `/findings?status=${status}` },
    };
  if (!audited)
    return {
      title: "No audit has run yet",
      why: "An audit runs every hour by itself, once a source sends records. It can also be started here.",
    };
  if (status === "open")
    return { title: "Nothing is open", why: "The last audit left nothing to answer. What it could not judge is listed below." };
  return {
    title: "None",
    why: status === "all" ? "No audit has found anything." : `No finding is ${statusNames[status].toLowerCase()}.`,
    ...(status !== "all" && { action: { label: "Show every finding", href: "/findings?status=all" } }),
  };
}
