import { Internal } from "../../model/internal";
import { protocolNumber } from "../../model/protocol";
import type { Attributes } from "./otlp-attributes";
import { elbLine } from "./otlp-aws-elb";
import { networkFirewallEvent } from "./otlp-aws-firewall";

/**
 * The line as AWS wrote it, put together again from the attributes it was taken apart to, so that it is read as it would
 * have been: `line`, or why there is none to read.
 *
 * @param tag the scope's `encoding.format`.
 * @param time of the record; milliseconds since the epoch.
 * @returns undefined where the record is none of AWS.
 * @see https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/extension/encoding/awslogsencodingextension
 */
export function awsLine(
  tag: string | undefined,
  record: Attributes,
  resource: Attributes,
  time: number | undefined,
): { line: string } | { skip: string } | undefined {
  // Tags had other words in versions before 0.130.
  const kind = (tag ?? "")
    .replace(/^aws\./, "")
    .replace(/_log$/, "")
    .replaceAll("_", "");
  if (kind === "vpcflow" || (tag === undefined && record.has("aws.vpc.flow.status"))) return { line: vpcFlow(record, resource, time) };
  if (kind === "elbaccess" || (tag === undefined && record.has("aws.elb.status.code"))) return { line: elbLine(record, resource, time) };
  if (kind === "networkfirewall") return { line: networkFirewallEvent(record, resource, time) };
  if (kind === "cloudtrail") return { skip: "a call of the AWS API (CloudTrail), no connection" };
  if (kind === "waf") return { skip: "a request to a site of ours (AWS WAF), no outbound connection" };
  return kind === "s3access" ? { skip: "a request to a bucket of ours (S3 access log), no outbound connection" } : undefined;
}

const internal = new Internal();

/** Flow log fields and the attributes they became; what is left out here says nothing that is read. */
const fields: readonly [string, string][] = [
  ["version", "aws.vpc.flow.log.version"],
  ["srcport", "source.port"],
  ["dstport", "destination.port"],
  ["packets", "aws.vpc.flow.packets"],
  ["bytes", "aws.vpc.flow.bytes"],
  ["action", "aws.vpc.flow.action"],
  ["log-status", "aws.vpc.flow.status"],
  ["vpc-id", "aws.vpc.id"],
  ["subnet-id", "aws.vpc.subnet.id"],
  ["instance-id", "host.id"],
  ["tcp-flags", "network.tcp.flags"],
  ["az-id", "aws.az.id"],
  ["sublocation-type", "aws.sublocation.type"],
  ["sublocation-id", "aws.sublocation.id"],
  ["pkt-src-aws-service", "aws.vpc.flow.source.service"],
  ["pkt-dst-aws-service", "aws.vpc.flow.destination.service"],
  ["traffic-path", "aws.vpc.flow.traffic_path"],
  ["ecs-cluster-name", "aws.ecs.cluster.name"],
  ["ecs-cluster-arn", "aws.ecs.cluster.arn"],
  ["ecs-service-name", "aws.ecs.service.name"],
  ["ecs-task-definition-arn", "aws.ecs.task.definition.arn"],
  ["ecs-task-arn", "aws.ecs.task.arn"],
  ["ecs-task-id", "aws.ecs.task.id"],
  ["reject-reason", "aws.vpc.flow.reject_reason"],
];

function vpcFlow(record: Attributes, resource: Attributes, time: number | undefined): string {
  const row: Record<string, string | undefined> = {};
  for (const [field, attribute] of fields) row[field] = record.get(attribute);
  row["account-id"] = resource.get("cloud.account.id");
  row["region"] = resource.get("cloud.region");
  row["interface-id"] = record.get("network.interface.name") ?? record.get("aws.eni.id");
  const protocol = record.get("network.protocol.name");
  row["protocol"] = protocol === undefined ? undefined : String(protocolNumber(protocol) ?? "");
  const direction = record.get("network.io.direction");
  row["flow-direction"] = direction === "receive" ? "ingress" : direction === "transmit" ? "egress" : undefined;
  row["type"] = record.get("network.type")?.replace(/^ipv/, "IPv");
  row["start"] = seconds(record.get("aws.vpc.flow.start"));
  row["end"] = time === undefined ? undefined : String(Math.floor(time / 1000));
  row["log-status"] ??= "OK";
  addresses(row, record);
  return JSON.stringify(row);
}

/**
 * A packet's own address takes the place of the interface's, which becomes the peer's. Of which end it was is not told:
 * it stands for the inner one, as a NAT gateway does.
 */
function addresses(row: Record<string, string | undefined>, record: Attributes): void {
  const source = record.get("source.address");
  const destination = record.get("destination.address");
  const middle = record.get("network.peer.address");
  row["srcaddr"] = source;
  row["dstaddr"] = destination;
  if (middle === undefined || source === undefined || destination === undefined) return;
  row["pkt-srcaddr"] = source;
  row["pkt-dstaddr"] = destination;
  if (internal.has(destination) && !internal.has(source)) row["dstaddr"] = middle;
  else row["srcaddr"] = middle;
}

/** Unix seconds, or ISO 8601 by a switch of the extension. */
function seconds(text: string | undefined): string | undefined {
  if (text === undefined || /^[0-9]{1,12}$/.test(text)) return text;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : String(Math.floor(time / 1000));
}
