import type { Attributes } from "./otlp-attributes";

/**
 * An access log line of the load balancer it came from, told by the balancer's id: `app/…`, `net/…`, or a plain name.
 *
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
export function elbLine(record: Attributes, resource: Attributes, time: number | undefined): string {
  const balancer = resource.get("cloud.resource_id");
  const r = (name: string): string => bare(record.get(name));
  const q = (name: string): string => quoted(record.get(name));
  const at = bare(time === undefined ? undefined : new Date(time).toISOString().replace("Z", "000Z"));
  const ends = [endpoint(record, "client"), endpoint(record, "destination")];
  const bytes = [r("http.request.size"), r("http.response.size")];
  const tls = [r("tls.cipher"), bare(record.get("tls.protocol.version")?.replace(/^tlsv/, "TLSv"))];
  if (balancer?.startsWith("net/"))
    return [
      ...["tls", r("network.protocol.version"), at.slice(0, 19), bare(balancer), r("aws.elb.tls.listener.resource_id"), ...ends],
      ...[r("aws.elb.connection_time"), r("aws.elb.tls_handshake_time"), ...bytes, r("aws.elb.incoming_tls_alert")],
      ...[r("aws.elb.chosen_cert_arn"), "-", ...tls, "-", r("url.domain"), r("aws.elb.alpn_fe_protocol"), r("aws.elb.alpn_be_protocol")],
      ...[r("aws.elb.alpn_client_preference_list"), r("aws.elb.tls_connection_creation_time")],
    ].join(" ");
  const request = [r("http.request.method"), r("url.full"), protocol(record.get("network.protocol.version"))].join(" ");
  const codes = [r("aws.elb.status.code"), r("aws.elb.backend.status.code")];
  const what = [...codes, ...bytes, quoted(request), q("user_agent.original"), ...tls];
  if (!balancer?.startsWith("app/")) return [at, bare(balancer), ...ends, "-1", "-1", "-1", ...what].join(" ");
  const first = record.get("aws.alb.request_processing_time") ?? record.get("aws.elb.request_processing_time");
  return [
    ...[r("network.protocol.name"), at, bare(balancer), ...ends],
    ...[bare(first), r("aws.elb.target_processing_time"), r("aws.elb.response_processing_time"), ...what],
    ...[r("aws.elb.target_group_arn"), q("aws.elb.aws_trace_id"), q("url.domain"), q("aws.elb.chosen_cert_arn"), "-", at],
    ...[q("aws.elb.actions_executed"), q("aws.elb.redirect_url"), q("aws.elb.error_reason"), quoted(ends[1]), '"-"'],
    ...[q("aws.elb.classification"), q("aws.elb.classification_reason"), r("aws.elb.connection_trace_id")],
  ].join(" ");
}

/** As a value between blanks: without any, and never empty. */
const bare = (text: string | undefined): string => text?.replace(/[\s"]/g, "") || "-";

const quoted = (text: string | undefined): string =>
  `"${(text ?? "-")
    .replace(/[\r\n]/g, " ")
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')}"`;

const protocol = (version: string | undefined): string => (version === undefined ? "-" : `HTTP/${bare(version)}`);

function endpoint(record: Attributes, side: string): string {
  const address = record.get(`${side}.address`);
  const port = record.get(`${side}.port`);
  if (address === undefined) return "-";
  return bare(`${address.includes(":") ? `[${address}]` : address}:${port ?? 0}`);
}
