import { expect, test } from "vitest";
import { addressOf, bucketAddress } from "./bucket-address";

const at = (text: string, options = {}, key?: string): string => addressOf(bucketAddress(text, options), key).href;

test("AWS knows a bucket by its host's name, unless that holds dots; other storages by the path", () => {
  expect(at("s3://flows/AWSLogs/", { region: "eu-west-1" })).toBe("https://flows.s3.eu-west-1.amazonaws.com/");
  expect(at("s3://flows.example/", { region: "eu-west-1" })).toBe("https://s3.eu-west-1.amazonaws.com/flows.example");
  expect(at("s3://flows", { region: "cn-north-1" })).toBe("https://flows.s3.cn-north-1.amazonaws.com.cn/");
  expect(at("s3://flows", { endpoint: "http://storage.example:9000/" })).toBe("http://storage.example:9000/flows");
  expect(at("s3://flows", { endpoint: "https://storage.example/s3", virtualHost: true })).toBe("https://flows.storage.example/s3/");
});

test("a key is a path whatever it holds", () => {
  const endpoint = "http://storage.example:9000";
  expect(at("s3://flows", { endpoint }, "a b/c+d/é(1)?#%2F.gz")).toBe(`${endpoint}/flows/a%20b/c%2Bd/%C3%A9(1)%3F%23%252F.gz`);
  expect(at("s3://flows", { endpoint }, "a//b")).toBe(`${endpoint}/flows/a//b`);
});

test("what is no bucket or endpoint is refused", () => {
  for (const text of ["s3://", "s3://a", "s3://-flows", "s3://fl%6fws/x", "https://flows.example/"])
    expect(() => bucketAddress(text, {})).toThrow(/is not s3:/);
  for (const endpoint of ["storage.example:9000", "file:///etc", "https://key:secret@storage.example"])
    expect(() => bucketAddress("s3://flows", { endpoint })).toThrow(/endpoint/);
  expect(() => bucketAddress("s3://flows", { region: "eu.example/" })).toThrow(/region/);
});
