/** What only carries another protocol says less than what it carries. */
const carriers = new Set(["ssl", "tls", "dtls", "quic", "gssapi", "ntlm", "dce_rpc", "socks", "ayiya", "teredo", "vxlan", "geneve"]);
const names: Record<string, string> = {
  ssl: "tls",
  "ftp-data": "ftp",
  ftp_data: "ftp",
  "irc-dcc-data": "irc",
  irc_data: "irc",
  krb_tcp: "kerberos",
  krb: "kerberos",
};
const memo = new Map<string, string | undefined>();

/** Zeek's `service`: a set of analysers that agreed, such as `http,ssl`, with `-ssl` for one that gave up. */
export function zeekApplication(value: unknown): string | undefined {
  if (Array.isArray(value)) return zeekApplication(value.join(","));
  if (typeof value !== "string") return undefined;
  if (memo.has(value)) return memo.get(value);
  const services = value
    .toLowerCase()
    .split(/[,;|]/)
    .filter((service) => service !== "" && !service.startsWith("-") && service !== "(empty)");
  const first = services.find((service) => !carriers.has(service)) ?? services[0];
  const application = first === undefined ? undefined : (names[first] ?? first);
  if (memo.size < 1000 && value.length < 200) memo.set(value, application);
  return application;
}
