import { expect, test } from "vitest";
import { findFormat } from "../formats/index";
import { normalizeRecord } from "../normalize";
import { readAttributes } from "./otlp-attributes";
import { awsLine } from "./otlp-aws";

const read = (id: string, line: string) => normalizeRecord(findFormat(id)!, line, {});
function rebuilt(id: string, tag: string, record: object, resource: object, time: string) {
  const line = awsLine(tag, readAttributes(record), readAttributes(resource), Date.parse(time));
  expect(line).toHaveProperty("line");
  return read(id, (line as { line: string }).line);
}

test("load balancers' lines come back, each in its own shape", () => {
  const time = "2025-01-01T10:00:01.186Z";
  const common = {
    ...{ "client.address": "192.0.2.40", "client.port": 48160, "destination.address": "10.0.0.66", "destination.port": 9000 },
    ...{
      "http.request.size": 5,
      "http.response.size": 257,
      "tls.cipher": "ECDHE-RSA-AES128-GCM-SHA256",
      "tls.protocol.version": "tlsv1.3",
    },
  };
  const http = {
    ...{ "http.request.method": "POST", "url.full": "https://api.shop.example:443/pay", "network.protocol.version": "2.0" },
    ...{ "user_agent.original": 'shop/2.1 "phone"', "aws.elb.status.code": 200, "aws.elb.backend.status.code": 200 },
  };
  const application = read(
    "aws-elb",
    'h2 2025-01-01T10:00:01.186000Z app/front/50dc6c495c0c9188 192.0.2.40:48160 10.0.0.66:9000 0.000 0.002 0.000 200 200 5 257 "POST https://api.shop.example:443/pay HTTP/2.0" "shop/2.1 \\"phone\\"" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.3 arn:group "Root=1-58337262-36d228ad5d99923122bbe354" "api.shop.example" "arn:cert" - 2025-01-01T10:00:01.186000Z "waf,forward" "-" "-" "10.0.0.66:9000" "-" "-" "-" -',
  );
  const more = {
    ...{
      "network.protocol.name": "h2",
      "aws.alb.request_processing_time": 0,
      "aws.elb.target_processing_time": 0.002,
      "aws.elb.response_processing_time": 0,
    },
    ...{
      "aws.elb.target_group_arn": "arn:group",
      "aws.elb.aws_trace_id": "Root=1-58337262-36d228ad5d99923122bbe354",
      "url.domain": "api.shop.example",
    },
    ...{ "aws.elb.chosen_cert_arn": "arn:cert", "aws.elb.actions_executed": ["waf", "forward"] },
  };
  expect(application).toHaveProperty("found");
  expect(
    rebuilt("aws-elb", "aws.elbaccess", { ...common, ...http, ...more }, { "cloud.resource_id": "app/front/50dc6c495c0c9188" }, time),
  ).toEqual(application);

  const network = read(
    "aws-elb",
    "tls 2.0 2025-01-01T10:00:01 net/inner/c6e77e28c25b2234 g3d4b5e8bb8464cd 192.0.2.40:48160 10.0.0.66:9000 5000 20 5 257 - arn:cert - ECDHE-RSA-AES128-GCM-SHA256 TLSv1.3 - db.inner.example h2 h2 - 2025-01-01T10:00:00",
  );
  const tls = {
    ...{
      "network.protocol.name": "tls",
      "network.protocol.version": "2.0",
      "aws.elb.tls.listener.resource_id": "g3d4b5e8bb8464cd",
      "url.domain": "db.inner.example",
    },
    ...{
      "aws.elb.connection_time": 5000,
      "aws.elb.tls_handshake_time": 20,
      "aws.elb.chosen_cert_arn": "arn:cert",
      "aws.elb.alpn_fe_protocol": "h2",
    },
    ...{ "aws.elb.alpn_be_protocol": "h2", "aws.elb.tls_connection_creation_time": "2025-01-01T10:00:00" },
  };
  expect(network).toHaveProperty("found");
  expect(
    rebuilt(
      "aws-elb",
      "aws.elbaccess",
      { ...common, ...tls },
      { "cloud.resource_id": "net/inner/c6e77e28c25b2234" },
      "2025-01-01T10:00:01Z",
    ),
  ).toEqual(network);

  const classic = read(
    "aws-elb",
    '2025-01-01T10:00:01.186000Z classic-front 192.0.2.40:48160 10.0.0.66:9000 -1 -1 -1 200 200 5 257 "POST https://api.shop.example:443/pay HTTP/2.0" "shop/2.1 \\"phone\\"" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.3',
  );
  expect(classic).toHaveProperty("found");
  expect(rebuilt("aws-elb", "aws.elb_access_log", { ...common, ...http }, { "cloud.resource_id": "classic-front" }, time)).toEqual(classic);
});

test("Network Firewall's events come back", () => {
  const time = "2025-01-01T10:00:02.000Z";
  const resource = { "aws.networkfirewall.name": "egress", "cloud.availability_zone": "eu-central-1a" };
  const ends = {
    "source.address": "10.0.1.5",
    "source.port": 49152,
    "destination.address": "203.0.113.20",
    "destination.port": 443,
    "network.transport": "TCP",
  };
  const event = (inside: string) =>
    read(
      "aws-network-firewall",
      `{"firewall_name":"egress","availability_zone":"eu-central-1a","event_timestamp":"1735725602","event":{"timestamp":"2025-01-01T10:00:02.000000+0000","src_ip":"10.0.1.5","src_port":49152,"dest_ip":"203.0.113.20","dest_port":443,"proto":"TCP",${inside}}}`,
    );
  const flow = event(
    '"event_type":"netflow","flow_id":1582438383425873,"netflow":{"pkts":12,"bytes":2300,"start":"2025-01-01T09:59:00.000000+0000","end":"2025-01-01T10:00:01.500000+0000","age":61,"min_ttl":63,"max_ttl":64}',
  );
  const counts = {
    ...{
      "aws.networkfirewall.event.type": "netflow",
      "aws.networkfirewall.flow_id": "1582438383425873",
      "aws.networkfirewall.netflow.packets": 12,
    },
    ...{ "aws.networkfirewall.netflow.bytes": 2300, "aws.networkfirewall.netflow.start": "2025-01-01T09:59:00.000000+0000" },
    ...{ "aws.networkfirewall.netflow.end": "2025-01-01T10:00:01.500000+0000", "aws.networkfirewall.netflow.age": 61 },
    ...{ "aws.networkfirewall.netflow.min_ttl": 63, "aws.networkfirewall.netflow.max_ttl": 64 },
  };
  expect(flow).toHaveProperty("found");
  expect(rebuilt("aws-network-firewall", "aws.networkfirewall", { ...ends, ...counts }, resource, time)).toEqual(flow);
  const alert = event(
    '"event_type":"alert","flow_id":77,"alert":{"severity":3,"signature_id":1000002,"rev":1,"signature":"denied by the list","action":"blocked"}',
  );
  const rule = {
    ...{ "aws.networkfirewall.event.type": "alert", "aws.networkfirewall.flow_id": 77, "aws.networkfirewall.alert.action": "blocked" },
    ...{ "aws.networkfirewall.alert.signature": "denied by the list", "aws.networkfirewall.alert.signature_id": 1000002 },
    ...{ "aws.networkfirewall.alert.severity": 3, "aws.networkfirewall.alert.rev": 1 },
  };
  expect(alert).toHaveProperty("found");
  expect(rebuilt("aws-network-firewall", "aws.networkfirewall", { ...ends, ...rule }, resource, time)).toEqual(alert);
});

test("a flow through a NAT gateway has its middle address back on the side that is ours", () => {
  const record = {
    "aws.vpc.flow.status": "OK",
    "aws.vpc.flow.start": "2025-01-01T10:00:00.000Z",
    "network.protocol.name": "tcp",
    "network.io.direction": "transmit",
  };
  const row = (ends: object) =>
    JSON.parse(
      (awsLine(undefined, readAttributes({ ...record, ...ends }), new Map(), Date.parse("2025-01-01T10:01:00Z")) as { line: string }).line,
    );
  expect(row({ "source.address": "10.0.1.5", "destination.address": "203.0.113.5", "network.peer.address": "10.0.0.220" })).toMatchObject({
    ...{ srcaddr: "10.0.0.220", "pkt-srcaddr": "10.0.1.5", dstaddr: "203.0.113.5", "pkt-dstaddr": "203.0.113.5" },
    ...{ start: "1735725600", end: "1735725660", protocol: "6", "flow-direction": "egress" },
  });
  expect(row({ "source.address": "203.0.113.5", "destination.address": "10.0.1.5", "network.peer.address": "10.0.0.220" })).toMatchObject({
    ...{ srcaddr: "203.0.113.5", dstaddr: "10.0.0.220", "pkt-dstaddr": "10.0.1.5" },
  });
});

test("what tells of no connection says so, and what is none of AWS is not touched", () => {
  const none = new Map<string, string>();
  for (const tag of ["aws.cloudtrail", "aws.waf", "aws.s3access"]) expect(awsLine(tag, none, none, 0)).toHaveProperty("skip");
  for (const tag of [undefined, "aws.cloudwatch", "azure.something"]) expect(awsLine(tag, none, none, 0)).toBeUndefined();
});
