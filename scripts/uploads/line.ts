const NOW = Math.floor(Date.now() / 1000);

/** Flow log lines that differ, as a fleet writes them over a day. */
export const textOf = (i: number): string =>
  `2 123456789010 eni-0a1b2c3d4e5f60718 10.${i % 4}.${(i >> 3) % 200}.${i % 250} 203.0.113.${(i * 7) % 250} ${32_768 + (i % 28_000)} ${i % 5 === 0 ? 80 : 443} 6 ${1 + (i % 40)} ${100 + (i % 90_000)} ${NOW - 60 - ((i * 13) % 86_400)} ${NOW - ((i * 13) % 86_400)} ACCEPT OK`;

const hex = (i: number, width: number): string => i.toString(16).padStart(width, "0");

/** Client spans, as an exporter writes them. */
export function spanOf(i: number): string {
  const start = `${NOW - ((i * 13) % 86_400)}`;
  const attributes = {
    "http.request.method": "GET",
    "url.full": `https://api${i % 50}.partner.example/v1/items`,
    "http.response.status_code": 200,
  };
  return JSON.stringify({
    ...{ traceId: hex(i + 1, 32), spanId: hex(i + 1, 16), name: "GET", kind: 3 },
    ...{ startTimeUnixNano: `${start}000000000`, endTimeUnixNano: `${start}120000000` },
    attributes: Object.entries(attributes).map(([key, v]) => ({
      key,
      value: typeof v === "number" ? { intValue: `${v}` } : { stringValue: v },
    })),
  });
}
