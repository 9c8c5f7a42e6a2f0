import { batchLogformat } from "./logs/squid";
import { vpcFields } from "./logs/vpc-flow";
import { silentSourceName } from "./plots/silent-source";

export interface SampleSource {
  name: string;
  format: string;
  options: { fields?: string; timezone?: string };
  tags: { service?: string; environment?: string; team?: string };
  sample: true;
}

const source = (name: string, format: string, options: SampleSource["options"] = {}): SampleSource => ({
  name,
  format,
  options,
  tags: {},
  sample: true,
});

/** In the order in which a day is sent: names before the traffic they explain. */
export const sampleSources = [
  source("sample-resolver", "aws-route53-resolver"),
  source("sample-mesh-egress", "istio-access"),
  source("sample-egress-proxy", "squid"),
  source("sample-batch-proxy", "squid", { fields: batchLogformat }),
  source("sample-vpc-flow", "aws-vpcflow", { fields: vpcFields }),
  source("sample-sensor-connections", "zeek-conn"),
  source("sample-sensor-tls", "zeek-ssl"),
  source("sample-office-firewall", "fortinet-fortigate"),
  source(silentSourceName, "fortinet-fortigate"),
] as const;
