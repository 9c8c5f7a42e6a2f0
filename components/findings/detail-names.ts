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

/** Rules that compare bytes: their limit and median are bytes too. */
export const isByBytes = (rule: string): boolean => rule === "bandwidth-above-baseline" || rule === "slow-exfiltration";

export const isBytes = (name: string, rule: string): boolean =>
  ["bytes", "bytesOut", "bytesIn", "out", "back"].includes(name) || (isByBytes(rule) && (name === "limit" || name === "median"));
