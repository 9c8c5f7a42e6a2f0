import type { Attributes } from "./otlp-attributes";

/** Members of the event and the attributes they became, by the object they stand in. */
const members: Readonly<Record<string, readonly [string, string][]>> = {
  "": [
    ["event_type", "aws.networkfirewall.event.type"],
    ["flow_id", "aws.networkfirewall.flow_id"],
    ["src_ip", "source.address"],
    ["src_port", "source.port"],
    ["dest_ip", "destination.address"],
    ["dest_port", "destination.port"],
    ["proto", "network.transport"],
    ["sni", "server.address"],
  ],
  netflow: [
    ["pkts", "aws.networkfirewall.netflow.packets"],
    ["bytes", "aws.networkfirewall.netflow.bytes"],
    ["start", "aws.networkfirewall.netflow.start"],
    ["end", "aws.networkfirewall.netflow.end"],
    ["age", "aws.networkfirewall.netflow.age"],
    ["min_ttl", "aws.networkfirewall.netflow.min_ttl"],
    ["max_ttl", "aws.networkfirewall.netflow.max_ttl"],
    ["tx_cnt", "aws.networkfirewall.netflow.transaction.count"],
  ],
  alert: [
    ["action", "aws.networkfirewall.alert.action"],
    ["signature", "aws.networkfirewall.alert.signature"],
    ["signature_id", "aws.networkfirewall.alert.signature_id"],
    ["rev", "aws.networkfirewall.alert.rev"],
    ["gid", "aws.networkfirewall.alert.gid"],
    ["category", "aws.networkfirewall.alert.category"],
    ["severity", "aws.networkfirewall.alert.severity"],
  ],
  revocation_check: [
    ["leaf_cert_fpr", "aws.networkfirewall.tls.revocation_check.leaf_cert_fpr"],
    ["status", "aws.networkfirewall.tls.revocation_check.status"],
    ["action", "aws.networkfirewall.tls.revocation_check.action"],
  ],
  tls_error: [["error_message", "aws.networkfirewall.tls.error.message"]],
  tls: [
    ["subject", "tls.client.subject"],
    ["issuer", "tls.client.issuer"],
  ],
  http: [
    ["hostname", "url.domain"],
    ["url", "url.path"],
    ["http_user_agent", "user_agent.original"],
    ["http_content_type", "http.request.header.content-type"],
  ],
};

/**
 * A record of AWS Network Firewall: an event of Suricata in AWS's envelope.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging-contents.html
 */
export function networkFirewallEvent(record: Attributes, resource: Attributes, time: number | undefined): string {
  const parts: string[] = [];
  if (time !== undefined) parts.push(`"timestamp":${JSON.stringify(new Date(time).toISOString().replace("Z", "000+0000"))}`);
  for (const [object, list] of Object.entries(members)) {
    const inside = list.flatMap(([member, attribute]) => {
      const value = record.get(attribute);
      return value === undefined ? [] : [`"${member}":${numeric.test(value) ? value : JSON.stringify(value)}`];
    });
    if (object === "") parts.push(...inside);
    else if (inside.length > 0) parts.push(`"${object}":{${inside.join(",")}}`);
  }
  const around = {
    firewall_name: resource.get("aws.networkfirewall.name"),
    availability_zone: resource.get("cloud.availability_zone"),
    event_timestamp: time === undefined ? undefined : String(Math.floor(time / 1000)),
  };
  const head = JSON.stringify(around).slice(0, -1);
  return `${head}${head === "{" ? "" : ","}"event":{${parts.join(",")}}}`;
}

const numeric = /^(?:0|[1-9][0-9]{0,18})$/;
