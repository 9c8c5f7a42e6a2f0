/** Calls by the hundreds of their status as "44 × 2xx, 2 × 4xx"; undefined where the log held none. */
export function statusWords(statuses: readonly number[]): string | undefined {
  const told = statuses.flatMap((n, i) => (n > 0 && i > 0 ? [`${n.toLocaleString("en")} × ${i}xx`] : []));
  if (told.length === 0) return undefined;
  return [...told, ...(statuses[0] ? [`${statuses[0].toLocaleString("en")} without`] : [])].join(", ");
}
