import { expect, test } from "vitest";
import type { Connection } from "../../model/connection";
import { awsVpcflow } from "./aws-vpcflow";
import { azureNatGateway } from "./azure-nat-gateway";
import { azureNsgFlow } from "./azure-nsg-flow";
import { gcpNat } from "./gcp-nat";
import { gcpVpcflow } from "./gcp-vpcflow";

type Opened = typeof awsVpcflow;

function read(format: Opened, lines: readonly (string | object)[]): Connection[] {
  const found: Connection[] = [];
  const fail = (reason: string): never => {
    throw new Error(reason);
  };
  const reader = format.open({});
  const emit = { found: (c: Connection) => void found.push(c), skip: () => {}, reject: fail };
  for (const line of lines) reader.read(typeof line === "string" ? line : JSON.stringify(line), emit);
  return found;
}

const counted = (connections: readonly Connection[]): Connection[] => connections.filter((c) => !c.twin);

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

const CLIENT = "10.0.1.5";
const FAR = "203.0.113.20";
const columns =
  "version interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags pkt-srcaddr pkt-dstaddr flow-direction interface-type";
const row = (eni: string, addresses: string, ports: string, flags: number, packet: string, direction: string, type = "-"): string =>
  `11 eni-${eni} ${addresses} ${ports} 6 12 1840 1735725600 1735725660 ACCEPT OK ${flags} ${packet} ${direction} ${type}`;
const own = row("c1", `${CLIENT} ${FAR}`, "41822 443", 3, `${CLIENT} ${FAR}`, "egress");
const answer = row("c1", `${FAR} ${CLIENT}`, "443 41822", 19, `${FAR} ${CLIENT}`, "ingress");
/** The four rows of the gateway's interface: taken in, sent on, the answer, handed back. */
const atGateway = (type?: string): string[] => [
  row("0a", `${CLIENT} 10.0.0.220`, "41822 443", 3, `${CLIENT} ${FAR}`, "ingress", type),
  row("0a", `10.0.0.220 ${FAR}`, "1024 443", 3, `10.0.0.220 ${FAR}`, "egress", type),
  row("0a", `${FAR} 10.0.0.220`, "443 1024", 19, `${FAR} 10.0.0.220`, "ingress", type),
  row("0a", `10.0.0.220 ${CLIENT}`, "443 41822", 19, `${FAR} ${CLIENT}`, "egress", type),
];

test("AWS: at the gateway's interface the client is the source, and the gateway its translation", () => {
  const found = read(awsVpcflow, [columns, ...atGateway()]);
  expect(found).toHaveLength(4);
  expect(counted(found)).toMatchObject([
    { srcIp: CLIENT, srcPort: 41822, srcNatIp: "10.0.0.220", dstIp: FAR, dstPort: 443, bytesOut: 1840 },
  ]);
  // What the gateway sends on, and both answers, are kept beside it.
  expect(found.slice(1)).toMatchObject([{ srcIp: "10.0.0.220" }, { reply: true }, { srcIp: CLIENT, srcNatIp: "10.0.0.220", reply: true }]);
  expect(counted(found)[0]!.caller?.interfaceId).toBeUndefined();
});

test("AWS: a connection counts once, wherever it is logged and in whatever order", () => {
  const [taken, sent] = atGateway("nat_gateway") as [string, string];
  for (const lines of orders([own, answer, taken, sent])) {
    const one = counted(read(awsVpcflow, [columns, ...lines]));
    expect(one, lines.join("\n")).toHaveLength(1);
    expect(one[0]).toMatchObject({ srcIp: CLIENT, dstIp: FAR });
  }
  // Without the kind of interface the gateway is known from the first row that it takes in.
  for (const lines of orders([own, answer, ...atGateway().slice(0, 1)]))
    expect(counted(read(awsVpcflow, [columns, ...lines, ...atGateway().slice(1)]))).toHaveLength(1);
});

test("AWS: each window of a client counts, and one more client is told from it", () => {
  const [taken] = atGateway() as [string];
  const second = (line: string): string => line.replaceAll(CLIENT, "10.0.1.6");
  const lines = [taken, taken, own, own, second(taken), own, taken];
  expect(counted(read(awsVpcflow, [columns, ...lines])).map((c) => [c.srcIp, c.srcNatIp])).toEqual([
    [CLIENT, "10.0.0.220"],
    [CLIENT, "10.0.0.220"],
    ["10.0.1.6", "10.0.0.220"],
    [CLIENT, undefined],
  ]);
});

test("AWS: a pod behind its node is no gateway's client", () => {
  const pod = row("0b", `10.0.2.10 ${FAR}`, "50000 443", 2, `10.0.2.77 ${FAR}`, "egress");
  const node = row("0b", `10.0.2.10 ${FAR}`, "50001 443", 2, `10.0.2.10 ${FAR}`, "egress");
  expect(counted(read(awsVpcflow, [columns, pod, node]))).toMatchObject([
    { srcIp: "10.0.2.77", srcNatIp: "10.0.2.10" },
    { srcIp: "10.0.2.10" },
  ]);
});

const entry = (log: string, insertId: string, jsonPayload: object): object => ({
  insertId,
  jsonPayload,
  logName: `projects/shop/logs/compute.googleapis.com%2F${log}`,
  timestamp: "2025-01-01T10:00:00Z",
});
const machine = { project_id: "shop", vm_name: "billing-1", zone: "europe-west3-a", region: "europe-west3" };

test("Google Cloud: a NAT entry is the machine's connection, counted once however often it is delivered", () => {
  const connection = { src_ip: CLIENT, src_port: 41822, dest_ip: FAR, dest_port: 443, nat_ip: "198.51.100.7", nat_port: 1024, protocol: 6 };
  const translated = entry("nat_flows", "a", { connection, allocation_status: "OK", endpoint: machine });
  const found = read(gcpNat, [translated, translated]);
  expect(counted(found)).toMatchObject([
    { srcIp: CLIENT, srcPort: 41822, srcNatIp: "198.51.100.7", srcNatPort: 1024, dstIp: FAR, caller: { instanceId: "billing-1" } },
  ]);
});

test("Google Cloud: behind a gateway VPC flow logs tell the machine, and its answer is the other leg", () => {
  const flow = (id: string, src_ip: string, src_port: number, dest_ip: string, dest_port: number, about: object): object =>
    entry("vpc_flows", id, {
      connection: { src_ip, src_port, dest_ip, dest_port, protocol: 6 },
      bytes_sent: "10",
      packets_sent: "1",
      ...about,
    });
  const found = read(gcpVpcflow, [
    flow("a", FAR, 443, CLIENT, 41822, { reporter: "DEST", dest_instance: machine }),
    flow("b", CLIENT, 41822, FAR, 443, { reporter: "SRC", src_instance: machine }),
  ]);
  expect(found.map((c) => c.srcIp)).toEqual([CLIENT, CLIENT]);
  expect(counted(found)).toMatchObject([{ dstIp: FAR, dstPort: 443, bytesOut: 10 }]);
});

test("Azure: the gateway's flow is its client's, and so is the flow that the virtual network logs", () => {
  const summed = {
    category: "NatGatewayFlowlogsV1",
    time: "2025-01-01T10:00:00Z",
    properties: {
      SourceIP: CLIENT,
      DestinationIP: FAR,
      NatGatewayIP: "198.51.100.7",
      BytesSent: 900,
      BytesReceived: 1200,
      PacketsReceived: 3,
    },
  };
  expect(counted(read(azureNatGateway, [summed]))).toMatchObject([
    { srcIp: CLIENT, srcNatIp: "198.51.100.7", dstIp: FAR, bytesOut: 900, bytesIn: 1200 },
  ]);
  const tuples = [
    `1735725600000,${CLIENT},${FAR},41822,443,6,O,B,NX,0,0,0,0`,
    `1735725630000,${CLIENT},${FAR},41822,443,6,O,E,NX,5,900,4,1200`,
  ];
  const record = {
    category: "FlowLogFlowEvent",
    flowRecords: { flows: [{ flowGroups: [{ rule: "AllowInternetOutBound", flowTuples: tuples }] }] },
  };
  expect(counted(read(azureNsgFlow, [{ records: [record] }]))).toMatchObject([{ srcIp: CLIENT, dstIp: FAR, bytesOut: 900, bytesIn: 1200 }]);
});
