export interface Shipper {
  id: string;
  name: string;
  /** Where the text goes. */
  file: string;
  text: string;
  note?: string;
}

/** What to paste where, for each way of sending a log. `url` is the public address without a slash at its end. */
export function shippersFor({ url, source, token, format }: { url: string; source: string; token: string; format: string }): Shipper[] {
  const address = `${url}/api/ingest/${source}`;
  const { protocol, hostname, port } = new URL(url);
  const tls = protocol === "https:";
  const number = port || (tls ? "443" : "80");
  const log = usualPath(format);
  return [
    {
      id: "curl",
      name: "curl",
      file: "a shell",
      text: `curl --fail-with-body -H 'Authorization: Bearer ${token}' \\\n  --data-binary @${log} \\\n  ${address}`,
      note: "Answers with the account of what became of each line. The same file sent again adds nothing. gzip and zstd are fine as they are, and so are JSON arrays.",
    },
    {
      id: "waybill",
      name: "waybill",
      file: "a shell",
      text: `export WAYBILL_URL=${url}\nexport WAYBILL_TOKEN=${token}\nnpx waybill ingest --source ${source} ${log}`,
      note: "For files of any size: sent in batches, resumed where it stopped, with a progress bar.",
    },
    openTelemetry(url, token, format, log),
    {
      id: "vector",
      name: "Vector",
      file: "vector.yaml",
      text: `sources:
  egress_log:
    type: file
    include: ["${log}"]
sinks:
  waybill:
    type: http
    inputs: [egress_log]
    uri: ${address}
    method: post
    auth: { strategy: bearer, token: "${token}" }
    encoding: { codec: text }
    framing: { method: newline_delimited }
    compression: zstd
    batch: { max_bytes: 4000000, timeout_secs: 5 }
    buffer: { type: disk, max_size: 536870912, when_full: block }
    acknowledgements: { enabled: true }`,
    },
    {
      id: "fluent-bit",
      name: "Fluent Bit",
      file: "fluent-bit.yaml",
      text: `pipeline:
  inputs:
    - name: tail
      path: ${log}
      db: /var/lib/fluent-bit/waybill.db
      key: log
  outputs:
    - name: http
      match: "*"
      host: ${hostname}
      port: ${number}
      uri: /api/ingest/${source}
      tls: ${tls ? "on" : "off"}
      header: Authorization Bearer ${token}
      format: json_lines
      json_date_key: "false"
      compress: gzip
      retry_limit: no_limits`,
      note: "Each line travels as the text of a field named log; Waybill reads what is inside.",
    },
    {
      id: "logstash",
      name: "Logstash",
      file: "waybill.conf",
      text: `input { file { path => "${log}" sincedb_path => "/var/lib/logstash/waybill.sincedb" } }
output {
  http {
    url => "${address}"
    http_method => "post"
    format => "message"
    message => "%{message}"
    content_type => "text/plain"
    headers => { "Authorization" => "Bearer ${token}" }
    retry_failed => true
  }
}`,
    },
    {
      id: "rsyslog",
      name: "rsyslog",
      file: "/etc/rsyslog.d/waybill.conf",
      text: `module(load="imfile")
module(load="omhttp")
template(name="waybill_line" type="string" string="%msg%")
input(type="imfile" file="${log}" tag="${source}" ruleset="waybill")
ruleset(name="waybill") {
  action(type="omhttp" server="${hostname}" serverport="${number}" usehttps="${tls ? "on" : "off"}"
    restpath="api/ingest/${source}" httpcontenttype="text/plain"
    httpheaders=["Authorization: Bearer ${token}"]
    template="waybill_line" batch="on" batch.format="newline" batch.maxsize="2000"
    compress="on" action.resumeretrycount="-1" queue.type="linkedlist" queue.filename="waybill" queue.saveonshutdown="on")
}`,
    },
    {
      id: "cloud",
      name: "Cloud push",
      file: "the settings of what the cloud delivers",
      text: `# Amazon Data Firehose: HTTP endpoint, content encoding GZIP
URL         ${address}
Access key  ${token}

# Google Pub/Sub push subscription, Azure Event Grid webhook
${address}?token=${token}`,
      note: "Each is answered in its own protocol and takes nothing twice. They need an address that the cloud reaches by HTTPS.",
    },
  ];
}

/** Spans need no file: the programs' own SDK sends them. */
function openTelemetry(url: string, token: string, format: string, log: string): Shipper {
  const shared = { id: "opentelemetry", name: "OpenTelemetry" };
  if (format === "otel-spans")
    return {
      ...shared,
      file: "the environment of a program with an OpenTelemetry SDK",
      text: `OTEL_SERVICE_NAME=billing
OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=production
OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf
OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${url}/v1/traces
OTEL_EXPORTER_OTLP_TRACES_HEADERS=Authorization=Bearer%20${token}
OTEL_EXPORTER_OTLP_TRACES_COMPRESSION=gzip`,
      note: "Client spans become calls, with service, attempt, status and run; other spans are counted as skipped.",
    };
  return {
    ...shared,
    file: "config.yaml of a Collector",
    text: `receivers:
  filelog:
    include: ["${log}"]
    storage: file_storage
exporters:
  otlphttp/waybill:
    endpoint: ${url}
    headers: { Authorization: "Bearer ${token}" }
    compression: gzip
    sending_queue: { storage: file_storage }
    retry_on_failure: { max_elapsed_time: 0s }
extensions:
  file_storage: { directory: /var/lib/otelcol, create_directory: true }
service:
  extensions: [file_storage]
  pipelines:
    logs: { receivers: [filelog], exporters: [otlphttp/waybill] }`,
    note: "The body of each log record is the line. The source is the one whose token this is.",
  };
}

/** Where a format's log usually lies. */
function usualPath(format: string): string {
  const paths: Record<string, string> = {
    squid: "/var/log/squid/access.log",
    "suricata-eve": "/var/log/suricata/eve.json",
    "zeek-conn": "/opt/zeek/logs/current/conn.log",
    "zeek-dns": "/opt/zeek/logs/current/dns.log",
    "zeek-http": "/opt/zeek/logs/current/http.log",
    "zeek-ssl": "/opt/zeek/logs/current/ssl.log",
    envoyproxy: "/var/log/envoy/access.log",
    "fortinet-fortigate": "/var/log/fortigate.log",
    haproxy: "/var/log/haproxy.log",
    smokescreen: "/var/log/smokescreen.log",
    "skyhigh-swg": "/opt/mwg/log/user-defined-logs/access.log/access.log",
  };
  return (Object.hasOwn(paths, format) && paths[format]) || "/var/log/egress.log";
}
