import type { Format } from "../format";
import { awsRoute53Resolver } from "./aws-route53-resolver";
import { awsVpcflow } from "./aws-vpcflow";
import { azureFirewall } from "./azure-firewall";
import { envoyproxy } from "./envoyproxy";
import { fortinetFortigate } from "./fortinet-fortigate";
import { squid } from "./squid";
import { suricataEve } from "./suricata-eve";
import { zeekConn } from "./zeek-conn";
import { zeekDns } from "./zeek-dns";
import { zeekHttp } from "./zeek-http";
import { zeekSsl } from "./zeek-ssl";

/** The catalogue. A format is a file here and a line below. */
export const formats: readonly Format[] = [
  awsVpcflow,
  awsRoute53Resolver,
  azureFirewall,
  squid,
  envoyproxy,
  suricataEve,
  fortinetFortigate,
  zeekConn,
  zeekDns,
  zeekHttp,
  zeekSsl,
];

const byId = new Map(formats.map((format) => [format.id, format]));
export const findFormat = (id: string): Format | undefined => byId.get(id);
