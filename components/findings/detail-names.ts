const names: Record<string, string> = {
  amplification: "Requests per operation",
  back: "Bytes back",
  bytes: "Bytes both ways",
  bytesOut: "Bytes out",
  by: "Told from",
  classes: "Data classes",
  daysOver: "Days over the limit",
  geo: "Geo rules",
  hour: "Worst hour",
  hours: "Hours over the limit",
  limit: "Limit",
  newDestination: "New destination",
  oldTls: "Under old TLS",
  operatorCountry: "Operator's country",
  out: "Bytes out",
  plainHttp: "As plain HTTP",
  repeatsInAll: "Repeats in all",
  retryable: "Answers 408, 425, 429 or 5xx",
  samples: "Learned from windows",
  usual: "Usual",
};

/** "silentSince" as "Silent since". */
export function detailName(name: string): string {
  const words = name.replace(/([A-Z])/g, (c) => ` ${c.toLowerCase()}`);
  return names[name] ?? `${words[0]?.toUpperCase()}${words.slice(1)}`;
}

/** `limit` and `median` are of bytes wherever bytes are judged; those rules say so beside them. */
export const isBytes = (name: string): boolean => ["bytes", "bytesOut", "bytesIn", "out", "back", "median"].includes(name);
