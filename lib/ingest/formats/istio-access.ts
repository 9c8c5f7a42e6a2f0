import { defineFormat } from "../format";
import { envoyWriter } from "../readers/envoy-known";
import { EnvoyReader, envoyPersonal } from "../readers/envoy-reader";
import { istioFormat, istioMixerFormat } from "../readers/envoy-template";

export const istioAccess = defineFormat({
  id: "istio-access",
  name: "Istio access log",
  reference: "https://istio.io/latest/docs/tasks/observability/logs/access-log/",
  guide: "envoy",
  counts: "HTTP bodies, or the payload of a TCP connection, between client and sidecar or gateway",
  kinds: ["request", "connection"],
  engine: true,
  personal: envoyPersonal,
  options: { fields: "meshConfig.accessLogFormat, where you set your own as text." },
  detect: (head) => envoyWriter(head.find((line) => line.trim() !== "") ?? "") === "istio",
  open: (options) => new EnvoyReader(options, [istioMixerFormat, istioFormat]),
});
