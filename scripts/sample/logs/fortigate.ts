import { hash32 } from "../random";
import type { Line, Seen } from "./line";

const users = ["a.keller", "m.okafor", "j.lindqvist", "s.haddad", "r.moreau", "t.nowak", "p.silva", "h.tanaka", "l.novak", "c.byrne"];
const services: Record<string, string> = { "443": "HTTPS", "80": "HTTP", "123": "NTP" };

/** Forward traffic as key=value; a denied session has policy 0, the implicit deny. */
export const fortigateOf =
  (device: string) =>
  ({ call, address, port }: Seen): Line => {
    const at = call.at + (call.denied ? 0 : call.durationMs);
    const stamp = new Date(at).toISOString();
    const answered = call.status !== 0 && !call.denied;
    const out = call.denied ? 0 : call.bytesOut + 300;
    const inn = answered ? call.bytesIn + 300 : 0;
    const action = call.denied ? "deny" : call.to.protocol === "udp" ? "accept" : answered ? "close" : "timeout";
    const user = users[hash32(call.client) % users.length];
    const fields = [
      `<189>date=${stamp.slice(0, 10)} time=${stamp.slice(11, 19)} devname="${device}" devid="FG200FSAMPLE${String(hash32(device) % 10_000).padStart(4, "0")}"`,
      `eventtime=${at}000000 tz="+0000" logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root"`,
      `srcip=${call.client} srcport=${port} srcintf="lan" srcintfrole="lan" dstip=${address} dstport=${call.to.port} dstintf="wan1" dstintfrole="wan"`,
      `srccountry="Reserved" dstcountry="Reserved" sessionid=${hash32(call.request) % 90_000_000} proto=${call.to.protocol === "udp" ? 17 : 6}`,
      `action="${action}" policyid=${call.denied ? 0 : 12} policytype="policy"${call.denied ? "" : ' policyname="fleet-out"'}`,
      `service="${services[String(call.to.port)] ?? "tcp"}" ${call.denied ? 'trandisp="noop"' : `trandisp="snat" transip=203.0.113.250 transport=${port}`}`,
      `user="${user}" duration=${Math.round(call.denied ? 0 : call.durationMs / 1000)} sentbyte=${out} rcvdbyte=${inn}`,
      `sentpkt=${out === 0 ? 0 : 4 + Math.ceil(out / 1_400)} rcvdpkt=${inn === 0 ? 0 : 3 + Math.ceil(inn / 1_400)} appcat="unscanned"`,
    ];
    return { at, text: fields.join(" ") };
  };
