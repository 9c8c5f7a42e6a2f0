export type Mix = "aws-vpcflow" | "squid" | "zeek-conn" | "fortinet-fortigate";
/** The format of a mix has its name. */
export const formatOf = (mix: Mix): string => mix;

/** What the pipeline is measured with, and how much of all records each is. */
export const mixes: readonly { mix: Mix; share: number }[] = [
  { mix: "aws-vpcflow", share: 0.3 },
  { mix: "squid", share: 0.3 },
  { mix: "zeek-conn", share: 0.2 },
  { mix: "fortinet-fortigate", share: 0.2 },
];

const WEEK = 7 * 86_400;

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

/** Something called something, before any logger has seen it. */
interface Event {
  next: (n: number) => number;
  i: number;
  /** Seconds since the epoch. */
  at: number;
  service: number;
  src: string;
  host: number;
  dst: string;
  bytes: number;
}

const writers: Record<Mix, (e: Event) => string> = {
  "aws-vpcflow": ({ next, at, service, src, dst, bytes }) =>
    `2 123456789010 eni-${(service * 40 + 4096).toString(16).padStart(17, "0")} ${src} ${dst} ${32768 + next(28000)} ${next(20) === 0 ? 80 : 443} 6 ${1 + next(40)} ${bytes} ${at} ${at + next(60)} ${next(50) === 0 ? "REJECT" : "ACCEPT"} OK\n`,
  squid: ({ next, at, src, host, dst, bytes }) =>
    `${at}.${String(next(1000)).padStart(3, "0")} ${String(next(900)).padStart(6)} ${src} ${next(40) === 0 ? "TCP_DENIED/403" : "TCP_MISS/200"} ${bytes} GET http://host-${host}.vendor.example/v1/orders/${next(90_000)}/lines?page=${next(9)} - HIER_DIRECT/${dst} application/json\n`,
  "zeek-conn": ({ next, i, at, src, dst, bytes }) =>
    `{"ts":${at}.${next(900000) + 100000},"uid":"C${next(2 ** 31).toString(36)}${i.toString(36)}","id.orig_h":"${src}","id.orig_p":${32768 + next(28000)},"id.resp_h":"${dst}","id.resp_p":443,"proto":"tcp","service":"ssl","duration":${next(9000) / 1000},"orig_bytes":${bytes},"resp_bytes":${next(90000)},"conn_state":"SF","local_orig":true,"local_resp":false,"missed_bytes":0,"history":"ShADadFf","orig_pkts":${1 + next(40)},"orig_ip_bytes":${bytes + 400},"resp_pkts":${1 + next(60)},"resp_ip_bytes":${next(90000) + 400}}\n`,
  "fortinet-fortigate": fortigate,
};

const web = {
  port: 443,
  proto: 6,
  service: "HTTPS",
  app: 'appid=40568 app="HTTPS.BROWSER" appcat="Web.Client" apprisk="medium"',
};
const plain = { ...web, port: 80, service: "HTTP", app: 'appid=15893 app="HTTP.BROWSER" appcat="Web.Client" apprisk="medium"' };
const dns = { port: 53, proto: 17, service: "DNS", app: 'appid=16195 app="DNS" appcat="Network.Service" apprisk="elevated"' };

/** How a TCP session that was let through ended; most of them well. */
const ends = ["close", "close", "close", "close", "close", "client-rst", "server-rst", "timeout"];

let second = 0;
let stamp = "";

/**
 * Forward traffic with the fields of FortiOS 7, as its syslog carries them: DNS a quarter, HTTP a tenth, the rest HTTPS; one in
 * forty is denied by the implicit rule.
 *
 * @see https://docs.fortinet.com/document/fortigate/7.6.0/fortios-log-message-reference
 */
function fortigate({ next, at, service, src, host, dst, bytes }: Event): string {
  if (at !== second) {
    second = at;
    stamp = new Date(at * 1000).toISOString();
  }
  const kind = next(100);
  const to = kind < 25 ? dns : kind < 35 ? plain : web;
  const denied = next(40) === 0;
  const udp = to.proto === 17;
  const port = 32768 + next(28000);
  const out = denied ? 0 : udp ? 60 + next(40) : bytes;
  const back = denied ? 0 : udp ? 90 + next(300) : 200 + next(90_000);
  const action = denied ? "deny" : udp ? "accept" : ends[next(ends.length)];
  const end = host.toString(16).padStart(12, "0");
  const policy = denied
    ? 'policyid=0 policytype="policy"'
    : `policyid=${service + 1} policytype="policy" poluuid="5c1f0e9a-72d4-51ee-8a5b-${service.toString(16).padStart(12, "0")}" policyname="service-${service} out"`;
  const mac = `02:09:0f:00:${service.toString(16).padStart(2, "0")}:${src.slice(src.lastIndexOf(".") + 1).padStart(2, "0")}`;
  return [
    `<189>date=${stamp.slice(0, 10)} time=${stamp.slice(11, 19)} devname="fgt-edge-1" devid="FG100FTK20000001" eventtime=${at}${String(next(1_000_000_000)).padStart(9, "0")} tz="+0000"`,
    `logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" srcip=${src} srcport=${port} srcintf="port2" srcintfrole="lan"`,
    `dstip=${udp ? `198.51.100.${53 + (host & 1)}` : dst} dstport=${to.port} dstintf="wan1" dstintfrole="wan" srccountry="Reserved" dstcountry="Reserved"`,
    `dstuuid="7d20b1c4-72d4-51ee-1f4e-${end}" sessionid=${next(90_000_000) + 1} proto=${to.proto} action="${action}"`,
    `${policy} service="${to.service}" ${denied ? 'trandisp="noop"' : `trandisp="snat" transip=198.51.100.2 transport=${port} ${to.app}`}`,
    `duration=${denied ? 0 : udp ? 180 : next(300)} sentbyte=${out} rcvdbyte=${back} sentpkt=${out === 0 ? 0 : 1 + Math.ceil(out / 1400)} rcvdpkt=${back === 0 ? 0 : 1 + Math.ceil(back / 1400)}`,
    denied
      ? `crscore=30 craction=131072 crlevel="high" mastersrcmac="${mac}" srcmac="${mac}" srcserver=0\n`
      : `utmaction="allow" countapp=1 osname="Linux" mastersrcmac="${mac}" srcmac="${mac}" srcserver=0\n`,
  ].join(" ");
}

/** n lines in the order of their time, over so many seconds that end a minute ago. */
export function linesOf(mix: Mix, n: number, seconds = WEEK): Buffer {
  const next = generator(mix.length);
  const write = writers[mix];
  const begin = Math.floor(Date.now() / 1000) - 60 - seconds;
  const parts: Buffer[] = [];
  let text = "";
  for (let i = 0; i < n; i++) {
    const at = begin + Math.floor((i / n) * seconds);
    const service = skewed(next, 12);
    const src = `10.${service}.0.${next(40) + 1}`;
    // A service calls its own few hosts, and now and then any: the sample estate has as many combinations for its records.
    const host = next(200) === 0 ? next(60) : (service * 5 + skewed(next, 8)) % 60;
    const dst = `203.0.113.${host * 4 + next(2)}`;
    const bytes = 200 + next(next(60_000) + 1);
    text += write({ next, i, at, service, src, host, dst, bytes });
    if (text.length > 4_000_000) {
      parts.push(Buffer.from(text));
      text = "";
    }
  }
  parts.push(Buffer.from(text));
  return Buffer.concat(parts);
}
