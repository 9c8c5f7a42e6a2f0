import { expect, test } from "vitest";
import { element, readObjectList } from "./object-list";

const page = (more: string, encoded = "<EncodingType>url</EncodingType>"): string => `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>flows</Name>${encoded}${more}
<Contents><Key>a+b/%C3%A9%26.gz</Key><LastModified>2026-11-20T12:00:00.000Z</LastModified><ETag>&quot;9b2cf5&quot;</ETag><Size>434</Size><StorageClass>STANDARD</StorageClass></Contents>
<Contents><Key>c</Key><LastModified>2026-11-20T12:00:01.000Z</LastModified><ETag>"0a-2"</ETag><Size>1</Size></Contents></ListBucketResult>`;

test("a page of a listing", () => {
  expect(readObjectList(page("<IsTruncated>true</IsTruncated><NextContinuationToken>1ueG&amp;=</NextContinuationToken>"))).toEqual({
    objects: [
      { key: "a b/é&.gz", etag: "9b2cf5", size: 434, modified: Date.UTC(2026, 10, 20, 12), storageClass: "STANDARD" },
      { key: "c", etag: "0a-2", size: 1, modified: Date.UTC(2026, 10, 20, 12, 0, 1), storageClass: "STANDARD" },
    ],
    next: "1ueG&=",
  });
  expect(readObjectList(page("<IsTruncated>false</IsTruncated>"))?.next).toBeUndefined();
  expect(readObjectList(page("", ""))?.objects[0]?.key).toBe("a+b/%C3%A9%26.gz");
});

test("what is none is told from one", () => {
  expect(readObjectList("<html>Sign in</html>")).toBeUndefined();
  expect(readObjectList("<ListBucketResult><Contents><Key>a</Key>")).toBeUndefined();
  expect(element("<Error><Code>NoSuchKey</Code></Error>", "Code")).toBe("NoSuchKey");
  expect(element("<Error><Code>No", "Code")).toBeUndefined();
});
