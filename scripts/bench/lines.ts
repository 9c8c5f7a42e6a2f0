export type Mix = "aws-vpcflow" | "squid" | "zeek-conn";
export const formatOf = (mix: Mix): string => mix;

const DAYS = 7;
const DAY = 86_400;

/** A linear congruential generator: the same lines every time. */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * n);
  };
}

/** Few destinations take most of the traffic, as in life. */
const skewed = (next: (n: number) => number, n: number): number => Math.floor(n * (next(10_000) / 10_000) ** 3);

/** n lines over the last week, in the order of their time. */
export function linesOf(mix: Mix, n: number): Buffer {
  const next = generator(mix.length);
  const end = Math.floor(Date.now() / 1000) - 60;
  const parts: Buffer[] = [];
  let text = "";
  for (let i = 0; i < n; i++) {
    const at = end - DAYS * DAY + Math.floor((i / n) * DAYS * DAY);
    const service = skewed(next, 12);
    const src = `10.${service}.0.${next(40) + 1}`;
    // A service calls its own few hosts, and now and then any: the sample estate has as many combinations for its records.
    const host = next(200) === 0 ? next(60) : (service * 5 + skewed(next, 8)) % 60;
    const dst = `203.0.113.${host * 4 + next(2)}`;
    const bytes = 200 + next(next(60_000) + 1);
    if (mix === "aws-vpcflow")
      text += `2 123456789010 eni-${(service * 40 + 4096).toString(16).padStart(17, "0")} ${src} ${dst} ${32768 + next(28000)} ${next(20) === 0 ? 80 : 443} 6 ${1 + next(40)} ${bytes} ${at} ${at + next(60)} ${next(50) === 0 ? "REJECT" : "ACCEPT"} OK\n`;
    else if (mix === "squid")
      text += `${at}.${String(next(1000)).padStart(3, "0")} ${String(next(900)).padStart(6)} ${src} ${next(40) === 0 ? "TCP_DENIED/403" : "TCP_MISS/200"} ${bytes} GET http://host-${host}.vendor.example/v1/orders/${next(90_000)}/lines?page=${next(9)} - HIER_DIRECT/${dst} application/json\n`;
    else
      text += `{"ts":${at}.${next(900000) + 100000},"uid":"C${next(2 ** 31).toString(36)}${i.toString(36)}","id.orig_h":"${src}","id.orig_p":${32768 + next(28000)},"id.resp_h":"${dst}","id.resp_p":443,"proto":"tcp","service":"ssl","duration":${next(9000) / 1000},"orig_bytes":${bytes},"resp_bytes":${next(90000)},"conn_state":"SF","local_orig":true,"local_resp":false,"missed_bytes":0,"history":"ShADadFf","orig_pkts":${1 + next(40)},"orig_ip_bytes":${bytes + 400},"resp_pkts":${1 + next(60)},"resp_ip_bytes":${next(90000) + 400}}\n`;
    if (text.length > 4_000_000) {
      parts.push(Buffer.from(text));
      text = "";
    }
  }
  parts.push(Buffer.from(text));
  return Buffer.concat(parts);
}
