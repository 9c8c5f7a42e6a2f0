/** The address with some parameters set, others (undefined, "") taken away; the order of the rest is kept. */
export function withParams(path: string, params: URLSearchParams | string, changes: Record<string, string | undefined>): string {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}
