import { expect, test } from "vitest";
import { compileHaproxyFormat, matchHaproxyFormat } from "./haproxy-fields";

const egress =
  'log-format "%ci:%cp [%tr] %ft %b/%s %si:%sp %bi:%bp %TR/%Tw/%Tc/%Tr/%Ta %ST %U %B %tsc %[req.hdr(host),lower] %[ssl_fc_sni] %{+Q}r"';

test("reads a line by its log-format", () => {
  const template = compileHaproxyFormat(egress)!;
  const line =
    '10.1.2.7:50100 [01/Mar/2025:10:00:00.000] egress up/srv1 203.0.113.20:443 192.0.2.8:41000 0/0/1/20/21 200 411 900 ---- api.example - "GET /v1 HTTP/1.1"';
  expect(matchHaproxyFormat(template, line)).toEqual({
    client: "10.1.2.7",
    clientPort: "50100",
    time: "01/Mar/2025:10:00:00.000",
    frontend: "egress",
    server: "srv1",
    serverIp: "203.0.113.20",
    serverPort: "443",
    outIp: "192.0.2.8",
    outPort: "41000",
    duration: "21",
    status: "200",
    bytesOut: "411",
    bytesIn: "900",
    state: "----",
    host: "api.example",
    request: "GET /v1 HTTP/1.1",
  });
  expect(matchHaproxyFormat(template, line.slice(0, 60))).toBeUndefined();
});

test("a log-format may be JSON; a text without variables is none", () => {
  const template = compileHaproxyFormat('{"client":"%ci","status":%ST}')!;
  expect(matchHaproxyFormat(template, '{"client":"10.1.2.7","status":200}')).toEqual({ client: "10.1.2.7", status: "200" });
  expect(compileHaproxyFormat("plain text")).toBeUndefined();
});
