/** What an access log of Envoy can say, by the names our reader uses. */
export type EnvoyField =
  | "start"
  | "method"
  | "path"
  | "protocol"
  | "scheme"
  | "authority"
  | "status"
  | "flags"
  | "details"
  | "bytesReceived"
  | "bytesSent"
  | "duration"
  | "serviceTime"
  | "forwardedFor"
  | "userAgent"
  | "referrer"
  | "requestId"
  | "upstreamHost"
  | "upstreamCluster"
  | "upstreamLocal"
  | "upstreamFailure"
  | "upstreamTls"
  | "upstreamCipher"
  | "downstreamRemote"
  | "downstreamPort"
  | "downstreamLocal"
  | "sni"
  | "attempt"
  | "traceparent"
  | "traceId"
  | "routeName"
  | "job"
  | "run";
export type EnvoyFields = Partial<Record<EnvoyField, string>>;

/** Command operators. @see https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage */
const operators: Record<string, EnvoyField> = {
  START_TIME: "start",
  PROTOCOL: "protocol",
  RESPONSE_CODE: "status",
  RESPONSE_FLAGS: "flags",
  RESPONSE_FLAGS_LONG: "flags",
  RESPONSE_CODE_DETAILS: "details",
  BYTES_RECEIVED: "bytesReceived",
  BYTES_SENT: "bytesSent",
  DURATION: "duration",
  UPSTREAM_HOST: "upstreamHost",
  UPSTREAM_REMOTE_ADDRESS: "upstreamHost",
  UPSTREAM_CLUSTER: "upstreamCluster",
  UPSTREAM_CLUSTER_RAW: "upstreamCluster",
  UPSTREAM_LOCAL_ADDRESS: "upstreamLocal",
  UPSTREAM_TRANSPORT_FAILURE_REASON: "upstreamFailure",
  UPSTREAM_TLS_VERSION: "upstreamTls",
  UPSTREAM_TLS_CIPHER: "upstreamCipher",
  DOWNSTREAM_REMOTE_ADDRESS: "downstreamRemote",
  DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT: "downstreamRemote",
  DOWNSTREAM_DIRECT_REMOTE_ADDRESS: "downstreamRemote",
  DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT: "downstreamRemote",
  DOWNSTREAM_LOCAL_ADDRESS: "downstreamLocal",
  DOWNSTREAM_REMOTE_PORT: "downstreamPort",
  DOWNSTREAM_DIRECT_REMOTE_PORT: "downstreamPort",
  REQUESTED_SERVER_NAME: "sni",
  UPSTREAM_REQUEST_ATTEMPT_COUNT: "attempt",
  TRACE_ID: "traceId",
  ROUTE_NAME: "routeName",
};

const headers: Record<string, EnvoyField> = {
  ":method": "method",
  ":path": "path",
  "x-envoy-original-path": "path",
  ":authority": "authority",
  host: "authority",
  ":scheme": "scheme",
  "x-forwarded-proto": "scheme",
  "x-forwarded-for": "forwardedFor",
  "user-agent": "userAgent",
  referer: "referrer",
  "x-request-id": "requestId",
  "x-envoy-attempt-count": "attempt",
  "x-envoy-upstream-service-time": "serviceTime",
  traceparent: "traceparent",
  "x-b3-traceid": "traceId",
  // A batch may name itself in headers of its own.
  "x-waybill-job": "job",
  "x-waybill-run": "run",
};

/** @param argument of REQ, RESP: "X-ENVOY-ORIGINAL-PATH?:PATH". */
export function fieldOfOperator(operator: string, argument: string): EnvoyField | undefined {
  if (operator !== "REQ" && operator !== "RESP" && operator !== "REQUEST_HEADER" && operator !== "RESPONSE_HEADER")
    return operators[operator];
  for (const name of argument.toLowerCase().split("?")) {
    const field = headers[name.trim()];
    if (field) return field;
  }
  return undefined;
}

/** Operators whose values name or authenticate a person. */
export const isPersonal = (operator: string, argument: string): boolean =>
  /^REQ/.test(operator)
    ? /authorization|cookie|token|secret|api-?key|user(?!-agent)|client-cert/i.test(argument)
    : /PEER_SUBJECT|PEER_CERT/.test(operator);

/** Keys of JSON logs, as the configurations of Envoy Gateway, Istio, Contour and Emissary name them; "-" counts as "_". */
const keys: Record<string, EnvoyField> = {
  "@timestamp": "start",
  timestamp: "start",
  time: "start",
  method: "method",
  request_method: "method",
  path: "path",
  original_path: "path",
  x_envoy_original_path: "path",
  x_envoy_origin_path: "path",
  request_path: "path",
  authority: "authority",
  host: "authority",
  scheme: "scheme",
  x_forwarded_proto: "scheme",
  response_code: "status",
  status: "status",
  response_flags: "flags",
  flags: "flags",
  response_code_details: "details",
  bytes_received: "bytesReceived",
  request_bytes: "bytesReceived",
  bytes_sent: "bytesSent",
  response_bytes: "bytesSent",
  duration: "duration",
  duration_ms: "duration",
  upstream_service_time: "serviceTime",
  x_envoy_upstream_service_time: "serviceTime",
  x_forwarded_for: "forwardedFor",
  forwarded_for: "forwardedFor",
  user_agent: "userAgent",
  referer: "referrer",
  referrer: "referrer",
  request_id: "requestId",
  x_request_id: "requestId",
  attempt_count: "attempt",
  x_envoy_attempt_count: "attempt",
  traceparent: "traceparent",
  x_b3_traceid: "traceId",
  server_name: "sni",
  x_waybill_job: "job",
  x_waybill_run: "run",
};
for (const [operator, field] of Object.entries(operators)) keys[operator.toLowerCase()] ??= field;

export function fieldOfKey(key: string): EnvoyField | undefined {
  const name = key
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/^(?:req(?:uest)?_header_)?:?/, "")
    .replaceAll("-", "_");
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}
