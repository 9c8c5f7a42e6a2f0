import { defineFormat } from "../format";
import { envoyWriter } from "../readers/envoy-known";
import { EnvoyReader, envoyPersonal } from "../readers/envoy-reader";
import { defaultFormat, istioFormat } from "../readers/envoy-template";

export const envoyproxy = defineFormat({
  id: "envoyproxy",
  name: "Envoy access log",
  reference: "https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage",
  guide: "envoy",
  counts: "HTTP bodies, or the payload of a TCP connection, between client and proxy",
  kinds: ["request", "connection"],
  engine: true,
  personal: envoyPersonal,
  options: {
    fields: "The format string (text_format_source); Envoy's default and Istio's are known.",
    timezone: "For a START_TIME pattern without an offset.",
  },
  detect: (head) => envoyWriter(head.find((line) => line.trim() !== "") ?? "") === "envoy",
  open: (options) => new EnvoyReader(options, [istioFormat, defaultFormat]),
});
