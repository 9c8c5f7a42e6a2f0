/** One thing a destination is asked for. `{id}`, `{n}` and `{date}` are filled in by call. */
export interface Endpoint {
  method: string;
  path: string;
  weight: number;
  /** Median bytes of the request and of the answer. */
  out: number;
  in: number;
}

export interface Destination {
  host: string;
  addresses: readonly string[];
  /** Taken now and then by the proxies, which alone have IPv6. */
  v6?: string;
  port: number;
  protocol: "tcp" | "udp";
  /** Seconds a DNS answer holds. */
  ttl: number;
  /** http (cleartext), tls, smtp, ntp. */
  speaks: "http" | "tls" | "smtp" | "ntp";
  endpoints: readonly Endpoint[];
  tlsVersion?: "TLSv10" | "TLSv12" | "TLSv13";
}

const e = (method: string, path: string, weight: number, out: number, input: number): Endpoint => ({
  method,
  path,
  weight,
  out,
  in: input,
});
const range = (prefix: string, first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => prefix + (first + i));
const tls = (host: string, addresses: string[], endpoints: Endpoint[], more: Partial<Destination> = {}): Destination => ({
  host,
  addresses,
  port: 443,
  protocol: "tcp",
  ttl: 5400,
  speaks: "tls",
  endpoints,
  ...more,
});
const any = [e("GET", "/", 1, 700, 6_000)];

export const destinations = {
  payments: tls("api.payments.example", range("192.0.2.", 10, 13), [
    e("POST", "/v1/charges", 6, 1_400, 900),
    e("GET", "/v1/charges/{id}", 3, 600, 1_600),
    e("POST", "/v1/refunds", 1, 1_100, 800),
    e("GET", "/v1/balance", 1, 500, 700),
  ]),
  fraudscore: tls("risk.fraudscore.example", range("192.0.2.", 18, 19), [e("POST", "/score/v3", 1, 2_600, 500)]),
  ledger: tls("ledger.acctbank.example", range("192.0.2.", 26, 27), [
    e("GET", "/v2/journals/{date}", 3, 700, 48_000),
    e("GET", "/v2/accounts/{id}/entries", 5, 650, 9_000),
    e("POST", "/v2/postings", 4, 3_200, 600),
  ]),
  filings: tls("upload.filings.example", ["192.0.2.105"], [e("PUT", "/returns/{date}/part/{n}", 1, 220_000, 400)]),
  archive: tls("archive.ledgerstore.example", range("192.0.2.", 34, 35), [e("PUT", "/vault/{date}/segment/{n}", 1, 380_000, 350)]),
  login: tls("login.idp.example", range("192.0.2.", 41, 43), [
    e("POST", "/oauth2/token", 6, 1_300, 2_400),
    e("GET", "/.well-known/jwks.json", 2, 450, 3_200),
    e("GET", "/scim/v2/Users/{id}", 2, 800, 2_100),
  ]),
  idcheck: tls("verify.idcheck.example", range("192.0.2.", 49, 50), [
    e("POST", "/checks", 2, 96_000, 900),
    e("GET", "/checks/{id}", 4, 600, 2_500),
  ]),
  sms: tls("sms.msggateway.example", range("192.0.2.", 57, 58), [e("POST", "/messages", 1, 900, 500)]),
  relay: tls("smtp.mailrelay.example", range("192.0.2.", 65, 68), any, { port: 587, speaks: "smtp" }),
  mx: range("192.0.2.", 80, 95).map((address, i) =>
    tls(`mx${i + 1}.in.mailcloud.example`, [address], any, { port: 25, speaks: "smtp", ttl: 7200 }),
  ),
  fx: tls("exchange.fxrates.example", ["192.0.2.101"], [e("GET", "/latest", 3, 500, 4_800), e("GET", "/history/{date}", 1, 520, 5_600)]),
  board: tls("bi.partnerboard.example", ["192.0.2.109"], [e("POST", "/api/datasets/{id}/rows", 1, 42_000, 600)]),
  boardBeta: tls("bi-beta.partnerboard.example", ["192.0.2.110"], [e("POST", "/api/datasets/{id}/rows", 1, 18_000, 600)]),
  warehouse: tls("warehouse.analytics.example", range("192.0.2.", 113, 114), [
    e("POST", "/query", 4, 2_400, 64_000),
    e("PUT", "/load/{id}", 1, 160_000, 500),
  ]),
  crm: tls(
    "crm.partnersuite.example",
    ["192.0.2.117"],
    [e("PATCH", "/contacts/{id}", 3, 1_700, 900), e("GET", "/contacts", 1, 600, 22_000)],
  ),
  objects: tls(
    "objects.eu-1.cloudstore.example",
    range("198.51.100.", 8, 15),
    [
      e("PUT", "/exports/{date}/{id}.parquet", 2, 480_000, 400),
      e("GET", "/datasets/{id}/part-{n}", 3, 700, 2_600_000),
      e("HEAD", "/datasets/{id}", 1, 500, 400),
    ],
    { v6: "2001:db8:20::8" },
  ),
  tenant: tls("tenant-7f3a.eu-1.cloudstore.example", ["198.51.100.27"], [e("PUT", "/drop/{id}", 1, 900_000, 300)]),
  registry: tls(
    "registry.packages.example",
    range("198.51.100.", 33, 36),
    [e("GET", "/{name}", 4, 450, 38_000), e("GET", "/{name}/-/{name}-{n}.tgz", 6, 480, 210_000)],
    { ttl: 1800, v6: "2001:db8:10::33" },
  ),
  wheels: tls(
    "wheels.packages.example",
    range("198.51.100.", 37, 38),
    [e("GET", "/simple/{name}/", 3, 420, 26_000), e("GET", "/files/{id}.whl", 5, 460, 1_400_000)],
    { ttl: 1800 },
  ),
  jars: tls("jars.packages.example", range("198.51.100.", 39, 40), [e("GET", "/maven2/{name}/{n}/{name}.jar", 1, 460, 520_000)], {
    ttl: 1800,
  }),
  crates: tls("crates.packages.example", ["198.51.100.41"], [e("GET", "/api/v1/crates/{name}/{n}/download", 1, 440, 90_000)], {
    ttl: 1800,
  }),
  gems: tls("gems.packages.example", ["198.51.100.42"], [e("GET", "/gems/{name}-{n}.gem", 1, 440, 140_000)], { ttl: 1800 }),
  modules: tls("modules.packages.example", ["198.51.100.43"], [e("GET", "/{name}/@v/{n}.zip", 1, 430, 310_000)], { ttl: 1800 }),
  distro: tls("mirror.distro.example", range("198.51.100.", 49, 50), [
    e("GET", "/pool/main/{name}_{n}.deb", 5, 380, 640_000),
    e("GET", "/dists/stable/InRelease", 2, 330, 140_000),
  ]),
  git: tls("git.codehost.example", range("198.51.100.", 57, 58), [
    e("POST", "/acme/{name}.git/git-upload-pack", 3, 1_900, 860_000),
    e("GET", "/acme/{name}.git/info/refs", 4, 700, 12_000),
  ]),
  gitApi: tls(
    "api.codehost.example",
    ["198.51.100.59"],
    [e("GET", "/repos/acme/{name}/pulls", 3, 800, 24_000), e("POST", "/repos/acme/{name}/statuses/{id}", 5, 1_200, 1_900)],
  ),
  images: tls("registry.imagehub.example", range("198.51.100.", 65, 67), [
    e("GET", "/v2/{name}/manifests/latest", 3, 700, 4_200),
    e("GET", "/v2/{name}/blobs/sha256:{id}", 5, 700, 7_400_000),
  ]),
  notary: tls("notary.appvendor.example", range("198.51.100.", 73, 74), [
    e("POST", "/notary/v2/submissions", 1, 3_400_000, 900),
    e("GET", "/notary/v2/submissions/{id}", 5, 600, 800),
  ]),
  store: tls(
    "api.appvendor.example",
    ["198.51.100.75"],
    [e("GET", "/v1/builds/{id}", 4, 900, 2_600), e("POST", "/v1/betaTesters", 1, 1_300, 900)],
  ),
  ocsp: tls("ocsp.trustanchor.example", range("198.51.100.", 81, 82), [e("POST", "/", 1, 420, 1_900)], { port: 80, speaks: "http" }),
  stamp: tls("timestamp.trustanchor.example", ["198.51.100.83"], [e("POST", "/tsa", 1, 560, 5_800)], { port: 80, speaks: "http" }),
  updates: tls(
    "updates.osvendor.example",
    [...range("198.51.100.", 97, 100)],
    [e("GET", "/catalog/index.cab", 3, 600, 220_000), e("POST", "/report", 2, 4_200, 400)],
  ),
  downloads: tls("downloads.osvendor.example", range("198.51.100.", 101, 104), [e("GET", "/d/{id}.cab", 1, 520, 5_800_000)]),
  time: tls("time.pool.example", range("198.51.100.", 112, 115), any, { port: 123, protocol: "udp", speaks: "ntp", ttl: 7200 }),
  telemetry: tls(
    "ingest.telemetry.example",
    [...range("198.51.100.", 121, 122)],
    [e("POST", "/v1/metrics", 5, 38_000, 220), e("POST", "/v1/logs", 3, 64_000, 220)],
  ),
  uptime: tls("status.uptime.example", ["198.51.100.129"], [e("POST", "/beat/{id}", 1, 620, 240)]),
  chatops: tls("hooks.chatops.example", ["198.51.100.133"], [e("POST", "/services/{id}", 1, 1_100, 220)]),
  oncall: tls("events.oncall.example", ["198.51.100.137"], [e("POST", "/v2/enqueue", 1, 1_500, 320)]),
  models: tls("models.modelhub.example", range("198.51.100.", 145, 148), [
    e("GET", "/acme/{name}/resolve/main/shard-{n}.bin", 3, 700, 24_000_000),
    e("HEAD", "/acme/{name}/resolve/main/config.json", 2, 600, 500),
  ]),
  search: tls("search.catalogindex.example", range("203.0.113.", 9, 10), [
    e("POST", "/indexes/products/query", 6, 1_200, 14_000),
    e("PUT", "/indexes/products/documents/{id}", 2, 5_400, 300),
  ]),
  media: ["img", "thumbs", "video"].map((name, i) =>
    tls(`${name}.mediahub.example`, range("203.0.113.", 17 + 4 * i, 18 + 4 * i), [e("GET", "/p/{id}.webp", 5, 520, 74_000)]),
  ),
  suppliers: tls("feeds.suppliers.example", ["203.0.113.33"], [e("GET", "/v1/stock/{date}.csv", 3, 520, 310_000)]),
  prices: tls("prices.supplier-east.example", ["203.0.113.37"], [e("GET", "/pricelist/{id}", 1, 540, 82_000)]),
  flags: tls("flags.featurehub.example", ["203.0.113.41"], [e("GET", "/sdk/eval/{id}", 1, 700, 3_900)]),
  adtech: tls("tags.adtech.example", ["203.0.113.45"], [e("POST", "/collect", 1, 1_900, 90)]),
  edi: tls("as2.legacy-edi.example", ["203.0.113.49"], [e("POST", "/as2", 1, 24_000, 1_200)], { tlsVersion: "TLSv10" }),
  fastpkgs: tls("mirror.fastpkgs.example", range("203.0.113.", 65, 66), [e("GET", "/npm/{name}-{n}.tgz", 1, 460, 180_000)]),
  paste: tls("paste.devshare.example", ["203.0.113.69"], [e("POST", "/documents", 1, 9_000, 260)]),
  speed: tls("probe.speedcheck.example", ["203.0.113.73"], [e("GET", "/500kb.bin", 1, 400, 512_000)]),
  fonts: tls("fonts.webassets.example", ["203.0.113.77"], [e("GET", "/css2", 1, 600, 2_600)]),
  games: tls("cdn.gamepatch.example", ["203.0.113.78"], [e("GET", "/patch/{id}", 1, 500, 2_400_000)]),
  darkpath: tls("relay.darkpath.example", ["203.0.113.97"], [e("POST", "/t", 1, 60_000, 900)]),
} as const;

/** Where verify.idcheck.example went when it moved. */
export const idcheckMoved: readonly string[] = range("203.0.113.", 178, 179);
