/** An object as a listing names it. */
export interface BucketObject {
  key: string;
  etag: string;
  size: number;
  /** Milliseconds since the epoch. */
  modified: number;
  storageClass: string;
}

export interface ObjectList {
  objects: BucketObject[];
  /** Where the next page begins; none after the last. */
  next?: string;
}

/**
 * The answer to ListObjectsV2 with `encoding-type=url`: keys are percent-encoded, so nothing in it but the ETag's quotes is escaped.
 *
 * @returns undefined when it is no such answer.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function readObjectList(xml: string): ObjectList | undefined {
  if (!xml.includes("<ListBucketResult")) return undefined;
  const isEncoded = element(xml, "EncodingType") === "url";
  const objects: BucketObject[] = [];
  for (let at = xml.indexOf("<Contents>"); at >= 0; at = xml.indexOf("<Contents>", at + 1)) {
    const end = xml.indexOf("</Contents>", at);
    if (end < 0) return undefined;
    const one = xml.slice(at, end);
    const key = element(one, "Key");
    if (key === undefined) return undefined;
    objects.push({
      key: isEncoded ? decodeURIComponent(key.replaceAll("+", " ")) : key,
      etag: (element(one, "ETag") ?? "").replaceAll('"', ""),
      size: Number(element(one, "Size") ?? 0),
      modified: Date.parse(element(one, "LastModified") ?? ""),
      storageClass: element(one, "StorageClass") ?? "STANDARD",
    });
  }
  return element(xml, "IsTruncated") === "true" ? { objects, next: element(xml, "NextContinuationToken") } : { objects };
}

/** The text of the first element of this name, which holds no other. */
export function element(xml: string, name: string): string | undefined {
  const from = xml.indexOf(`<${name}>`);
  const to = from < 0 ? -1 : xml.indexOf(`</${name}>`, from);
  return to < 0 ? undefined : unescaped(xml.slice(from + name.length + 2, to));
}

const entities: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:(quot|amp|lt|gt|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
    if (name) return entities[name]!;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
