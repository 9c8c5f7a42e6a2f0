import { parseIpv4 } from "../../model/address";

/** The columns a VPC flow log may hold, in the order AWS documents them: that of versions 2 to 11; those of version 6 are transit gateways' own and not asked for. */
export const columns = (
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status " +
  "vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id " +
  "pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn " +
  "ecs-container-instance-id ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id " +
  "reject-reason resource-id encryption-status instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 " +
  "interface-type next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type"
).split(" ");
const known = new Map(columns.map((name, index) => [name, index]));

/** For each known column its place in a row, or -1. */
export interface Layout {
  at: Int16Array;
  width: number;
}

/** @returns undefined where the text names no columns; `${name}` as in CreateFlowLogs, hyphens or underscores, spaces or commas. */
export function readLayout(text: string): Layout | undefined {
  if (text.length > 8192) return undefined;
  const names = text
    .trim()
    .split(/[\s,]+/)
    .map((n) =>
      n
        .replace(/^["']?(?:\$\{)?|\}?["']?$/g, "")
        .toLowerCase()
        .replaceAll("_", "-"),
    );
  const at = new Int16Array(columns.length).fill(-1);
  let found = 0;
  names.forEach((name, place) => {
    const column = known.get(name);
    if (column === undefined || at[column] !== -1) return;
    at[column] = place;
    found++;
  });
  // A row's values are never column names, so two of them and half of all make a header; AWS adds names with each version.
  return found >= 2 && found * 2 >= names.length ? { at, width: names.length } : undefined;
}

// Orders of the custom formats in AWS's own examples, which files without a header use.
const examples = [
  "version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status",
  "version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr action log-status",
  "version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status",
  "instance-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr",
  // Version 6, the default of transit gateways.
  "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end log-status type packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region flow-direction pkt-src-aws-service pkt-dst-aws-service",
].map((e) => e.split(" "));

const digits = /^[0-9]{1,16}$/;
const address = (v: string): boolean => parseIpv4(v) >= 0 || (v.includes(":") && /^[0-9a-fA-F:.]{2,45}$/.test(v));
const shapes: Record<string, (v: string) => boolean> = {
  version: (v) => /^[0-9]{1,2}$/.test(v),
  "account-id": (v) => /^[0-9]{6,14}$|^unknown$/.test(v),
  "interface-id": (v) => v.startsWith("eni-"),
  srcaddr: address,
  dstaddr: address,
  "pkt-srcaddr": address,
  "pkt-dstaddr": address,
  srcport: (v) => digits.test(v) && Number(v) < 65536,
  dstport: (v) => digits.test(v) && Number(v) < 65536,
  protocol: (v) => digits.test(v) && Number(v) < 256,
  packets: (v) => digits.test(v),
  bytes: (v) => digits.test(v),
  start: (v) => /^[0-9]{9,11}$/.test(v),
  end: (v) => /^[0-9]{9,11}$/.test(v),
  action: (v) => v === "ACCEPT" || v === "REJECT",
  "log-status": (v) => v === "OK" || v === "NODATA" || v === "SKIPDATA",
  "vpc-id": (v) => v.startsWith("vpc-"),
  "subnet-id": (v) => v.startsWith("subnet-"),
  "instance-id": (v) => v.startsWith("i-"),
  "tcp-flags": (v) => digits.test(v) && Number(v) < 256,
  type: (v) => v === "IPv4" || v === "IPv6" || v === "EFA",
  "flow-direction": (v) => v === "ingress" || v === "egress",
};

function fits(names: readonly string[], values: readonly string[]): boolean {
  let seen = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === "-") continue;
    const shape = shapes[names[i]!];
    if (shape && !shape(value)) return false;
    if (shape) seen++;
  }
  return seen >= 4;
}

/** The one documented order that every value of a row without a header agrees with; undefined where none does. */
export function findLayout(values: readonly string[]): Layout | undefined {
  if (values.length >= 14 && values.length <= columns.length && fits(columns, values)) {
    return readLayout(columns.slice(0, values.length).join(" "));
  }
  const example = examples.find((e) => e.length === values.length && fits(e, values));
  return example && readLayout(example.join(" "));
}
