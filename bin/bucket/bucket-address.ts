import { Problem } from "../../lib/model/problem";

/** Where a bucket is and how its objects are addressed. */
export interface BucketAddress {
  bucket: string;
  /** Objects whose keys begin so. */
  prefix: string;
  region: string;
  /** Of another than AWS. */
  endpoint?: URL;
  /** The bucket is part of the host's name, not of the path. */
  isVirtualHost: boolean;
}

/** @param text `s3://BUCKET/PREFIX`. @throws {Problem} */
export function bucketAddress(text: string, options: { region?: string; endpoint?: string; virtualHost?: boolean }): BucketAddress {
  const m = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:\/(.*))?$/i.exec(text);
  if (!m) throw new Problem("invalid", `${text} is not s3://BUCKET/PREFIX.`);
  const endpoint = options.endpoint === undefined ? undefined : parseEndpoint(options.endpoint);
  const region = options.region ?? "us-east-1";
  if (!/^[a-z0-9-]{1,40}$/.test(region)) throw new Problem("invalid", "The region is letters, digits and dashes, as eu-west-1.");
  return {
    bucket: m[1]!,
    prefix: m[2] ?? "",
    region,
    endpoint,
    // A name with dots is not covered by AWS's certificate; servers of one's own rarely have a name for each bucket.
    isVirtualHost: options.virtualHost ?? (endpoint === undefined && !m[1]!.includes(".")),
  };
}

function parseEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username || url.search)
    throw new Problem("invalid", "The endpoint is an address as https://storage.example:9000.");
  return url;
}

/** Where a service of AWS answers in a region. */
export const awsHost = (service: string, region: string): string =>
  `${service}.${region}.${region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com"}`;

/** @param key of an object; none for the bucket itself. */
export function addressOf(a: BucketAddress, key?: string): URL {
  const url = new URL(a.endpoint?.href ?? `https://${awsHost("s3", a.region)}`);
  const base = url.pathname.replace(/\/$/, "");
  if (a.isVirtualHost) url.hostname = `${a.bucket}.${url.hostname}`;
  const path = key === undefined ? "" : key.split("/").map(encodeSegment).join("/");
  url.pathname = a.isVirtualHost ? `${base}/${path}` : `${base}/${a.bucket}${key === undefined ? "" : `/${path}`}`;
  return url;
}

/** A segment of dots would be taken for a step in the path. */
const encodeSegment = (text: string): string => (/^\.{1,2}$/.test(text) ? text.replaceAll(".", "%2E") : encodeURIComponent(text));
