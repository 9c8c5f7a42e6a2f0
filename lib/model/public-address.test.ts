import { expect, test } from "vitest";
import { cidrSet } from "./address";
import { refuseUrl } from "./public-address";

const none = cidrSet([]);

// Spellings of loopback, link-local, private, metadata and embedded addresses that have passed naive checks elsewhere.
const refused = [
  "127.0.0.1",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0x7f.1",
  "017700000001",
  "0177.0.0.1",
  "127.255.255.254",
  "0",
  "0.0.0.0",
  "0x0",
  "10.0.0.1",
  "10.1",
  "0x0a000001",
  "012.0.0.1",
  "10.255.255.255",
  "172.16.0.1",
  "172.31.255.255",
  "0xac100001",
  "2886729729",
  "192.168.0.1",
  "192.168.1",
  "3232235521",
  "0xc0a80001",
  "0300.0250.0.1",
  "169.254.169.254",
  "2852039166",
  "0xa9fea9fe",
  "0251.0376.0251.0376",
  "100.64.0.1",
  "100.127.255.255",
  "198.18.0.1",
  "192.0.0.1",
  "192.0.2.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:10.0.0.1]",
  "[::ffff:a9fe:a9fe]",
  "[::127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::a00:1]",
  "[64:ff9b:1::a00:1]",
  "[2002:7f00:1::]",
  "[2002:a00:1::1]",
  "[2001::1]",
  "[fe80::1]",
  "[febf::1]",
  "[fc00::1]",
  "[fd12:3456:789a::1]",
  "[ff02::1]",
  "[fec0::1]",
  "[2001:db8::1]",
  "[100::1]",
  "[3fff::1]",
  "１２７.0.0.1",
  "127。0。0。1",
  "127.0.0.1.",
];

test("there are at least sixty spellings", () => expect(new Set(refused).size).toBeGreaterThanOrEqual(60));

test.each(refused)("http://%s/ is refused", (host) => {
  expect(refuseUrl(new URL(`http://${host}/`), none)).toMatch(/private or reserved/);
});

test.each(["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "[2606:4700::1111]", "[::ffff:8.8.8.8]"])("http://%s/ is not", (host) => {
  expect(refuseUrl(new URL(`http://${host}/`), none)).toBeUndefined();
});

test("a listed network is allowed, its neighbours are not", () => {
  const allowed = cidrSet(["10.20.0.0/16"]);
  expect(refuseUrl(new URL("http://10.20.3.4/hook"), allowed)).toBeUndefined();
  expect(refuseUrl(new URL("http://10.21.3.4/hook"), allowed)).toBeDefined();
});

test.each(["ftp://8.8.8.8/", "file:///etc/passwd", "https://user:secret@hooks.example/"])("%s is refused", (url) => {
  expect(refuseUrl(new URL(url), none)).toBeDefined();
});
