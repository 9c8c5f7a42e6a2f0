import type { Line, Seen } from "./line";

/** The egress of the mesh, as JSON. Envoy's bytes_received is what the caller sent. */
export function envoyJson({ call, address, port }: Seen): Line {
  const at = call.at + call.durationMs;
  const failed = call.status === 0;
  const id = call.request;
  return {
    at,
    text: JSON.stringify({
      start_time: new Date(call.at).toISOString(),
      method: call.method,
      path: call.path,
      protocol: "HTTP/2",
      response_code: failed ? 503 : call.status,
      response_flags: failed ? "UF" : call.attempt > 0 && call.status >= 429 ? "URX" : "-",
      response_code_details: failed ? "upstream_reset_before_response_started{connection_timeout}" : "via_upstream",
      bytes_received: call.bytesOut,
      bytes_sent: call.bytesIn,
      duration: call.durationMs,
      upstream_service_time: failed ? null : String(Math.max(1, call.durationMs - 2)),
      upstream_request_attempt_count: call.attempt + 1,
      user_agent: call.agent,
      request_id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
      authority: call.to.host,
      requested_server_name: call.to.host,
      upstream_host: `${address}:${call.to.port}`,
      upstream_cluster: `outbound|${call.to.port}||${call.to.host}`,
      upstream_tls_version: call.to.tlsVersion === "TLSv12" ? "TLSv1.2" : "TLSv1.3",
      downstream_remote_address: `${call.client}:${port}`,
      route_name: "default",
    }),
  };
}
