import { createHash } from "node:crypto";
import { CidrTable, parseCidr } from "../model/address";

/**
 * Networks that answer from wherever the client is: content delivery and public resolvers. Their address says nothing
 * about where data goes, so their country is unknown. From the operators' own published ranges, as of the date below.
 */
const published = {
  // cloudflare.com/ips
  Cloudflare:
    "173.245.48.0/20 103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 141.101.64.0/18 108.162.192.0/18 190.93.240.0/20 188.114.96.0/20 197.234.240.0/22 198.41.128.0/17 162.158.0.0/15 104.16.0.0/13 104.24.0.0/14 172.64.0.0/13 131.0.72.0/22 1.1.1.0/24 1.0.0.0/24 2400:cb00::/32 2606:4700::/32 2803:f800::/32 2405:b500::/32 2405:8100::/32 2a06:98c0::/29 2c0f:f248::/32",
  // api.fastly.com/public-ip-list
  Fastly:
    "23.235.32.0/20 43.249.72.0/22 103.244.50.0/24 103.245.222.0/23 103.245.224.0/24 104.156.80.0/20 140.248.64.0/18 140.248.128.0/17 146.75.0.0/17 151.101.0.0/16 157.52.64.0/18 167.82.0.0/17 167.82.128.0/20 167.82.160.0/20 167.82.224.0/20 172.111.64.0/18 185.31.16.0/22 199.27.72.0/21 199.232.0.0/16 2a04:4e40::/32 2a04:4e42::/32",
  // ip-ranges.amazonaws.com, service CLOUDFRONT and GLOBALACCELERATOR (the large blocks)
  "Amazon CloudFront":
    "13.32.0.0/15 13.35.0.0/16 13.224.0.0/14 13.249.0.0/16 18.64.0.0/14 18.154.0.0/15 18.160.0.0/15 18.164.0.0/15 18.172.0.0/15 18.238.0.0/15 18.244.0.0/15 52.46.0.0/18 52.84.0.0/15 52.222.128.0/17 54.182.0.0/16 54.192.0.0/16 54.230.0.0/17 54.239.128.0/18 64.252.64.0/18 65.8.0.0/16 65.9.0.0/17 70.132.0.0/18 99.84.0.0/16 99.86.0.0/16 108.138.0.0/15 108.156.0.0/14 143.204.0.0/16 204.246.164.0/22 205.251.192.0/19 2600:9000::/28",
  // developers.google.com/speed/public-dns; quad9.net
  "public resolvers": "8.8.8.0/24 8.8.4.0/24 9.9.9.0/24 149.112.112.0/24 208.67.222.0/24 208.67.220.0/24 2001:4860:4860::/48 2620:fe::/48",
} as const;

const text = Object.values(published).join(" ");
const table = new CidrTable(text.split(" ").map((p) => ({ cidr: parseCidr(p)!, value: true as const })));

export const anycast = {
  name: "published ranges of content delivery networks and public resolvers",
  date: new Date("2026-06-01T00:00:00Z"),
  sha256: createHash("sha256").update(text).digest("hex"),
  has: (ip: string): boolean => table.has(ip),
};
