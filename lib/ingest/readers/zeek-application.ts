import { list } from "./zeek-value";

/** What only carries another protocol says less than what it carries. */
const carriers = new Set(["ssl", "tls", "dtls", "quic", "gssapi", "ntlm", "dce_rpc", "socks", "ayiya", "teredo", "vxlan", "geneve"]);
const names: Record<string, string> = { ssl: "tls", "ftp-data": "ftp", "irc-dcc-data": "irc", krb_tcp: "kerberos", krb: "kerberos" };

/** Zeek's `service`: a set of analysers that agreed, such as `http,ssl` or `-ssl` for one that gave up. */
export function zeekApplication(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const services = list(value)
    .flatMap((item) => item.toLowerCase().split(","))
    .filter((service) => service !== "" && !service.startsWith("-"));
  const first = services.find((service) => !carriers.has(service)) ?? services[0];
  return first === undefined ? undefined : (names[first] ?? first);
}
