import type { Format } from "../format";
import { awsElb } from "./aws-elb";
import { awsNetworkFirewall } from "./aws-network-firewall";
import { awsRoute53Resolver } from "./aws-route53-resolver";
import { awsVpcflow } from "./aws-vpcflow";
import { azureFirewall } from "./azure-firewall";
import { azureNatGateway } from "./azure-nat-gateway";
import { azureNsgFlow } from "./azure-nsg-flow";
import { barracudaCloudgen } from "./barracuda-cloudgen";
import { bind } from "./bind";
import { broadcomSwg } from "./broadcom-swg";
import { cef } from "./cef";
import { checkpointFirewall } from "./checkpoint-firewall";
import { ciliumHubble } from "./cilium-hubble";
import { ciscoAsa } from "./cisco-asa";
import { ciscoFtd } from "./cisco-ftd";
import { ciscoIos } from "./cisco-ios";
import { ciscoMeraki } from "./cisco-meraki";
import { ciscoUmbrella } from "./cisco-umbrella";
import { ciscoWsa } from "./cisco-wsa";
import { cloudflareGatewayDns } from "./cloudflare-gateway-dns";
import { cloudflareGatewayHttp } from "./cloudflare-gateway-http";
import { cloudflareGatewayNetwork } from "./cloudflare-gateway-network";
import { coredns } from "./coredns";
import { ecs } from "./ecs";
import { efficientipDdi } from "./efficientip-ddi";
import { envoyproxy } from "./envoyproxy";
import { forcepointNgfw } from "./forcepoint-ngfw";
import { forcepointWeb } from "./forcepoint-web";
import { fortinetFortigate } from "./fortinet-fortigate";
import { fortinetFortiproxy } from "./fortinet-fortiproxy";
import { gcpDns } from "./gcp-dns";
import { gcpFirewall } from "./gcp-firewall";
import { gcpNat } from "./gcp-nat";
import { gcpVpcflow } from "./gcp-vpcflow";
import { haproxy } from "./haproxy";
import { infobloxBloxoneDns } from "./infoblox-bloxone-dns";
import { infobloxNios } from "./infoblox-nios";
import { iptables } from "./iptables";
import { istioAccess } from "./istio-access";
import { juniperSrx } from "./juniper-srx";
import { leef } from "./leef";
import { mapped } from "./mapped";
import { netflow } from "./netflow";
import { netskope } from "./netskope";
import { ocsfInput } from "./ocsf-input";
import { openbsdPf } from "./openbsd-pf";
import { otelSpans } from "./otel-spans";
import { panwPanos } from "./panw-panos";
import { panwPrismaAccess } from "./panw-prisma-access";
import { pfsenseOpnsense } from "./pfsense-opnsense";
import { skyhighSwg } from "./skyhigh-swg";
import { smokescreen } from "./smokescreen";
import { snort } from "./snort";
import { sonicwall } from "./sonicwall";
import { sophosXg } from "./sophos-xg";
import { squid } from "./squid";
import { stormshield } from "./stormshield";
import { suricataEve } from "./suricata-eve";
import { unbound } from "./unbound";
import { watchguard } from "./watchguard";
import { zeekConn } from "./zeek-conn";
import { zeekDns } from "./zeek-dns";
import { zeekFiles } from "./zeek-files";
import { zeekHttp } from "./zeek-http";
import { zeekNotice } from "./zeek-notice";
import { zeekQuic } from "./zeek-quic";
import { zeekSocks } from "./zeek-socks";
import { zeekSsh } from "./zeek-ssh";
import { zeekSsl } from "./zeek-ssl";
import { zeekTunnel } from "./zeek-tunnel";
import { zeekWeird } from "./zeek-weird";
import { zeekX509 } from "./zeek-x509";
import { zscalerZiaDns } from "./zscaler-zia-dns";
import { zscalerZiaFirewall } from "./zscaler-zia-firewall";
import { zscalerZiaTunnel } from "./zscaler-zia-tunnel";
import { zscalerZiaWeb } from "./zscaler-zia-web";

/** The catalogue. A format is a file here and a line below. */
export const formats: readonly Format[] = [
  awsVpcflow,
  awsRoute53Resolver,
  awsNetworkFirewall,
  awsElb,
  gcpVpcflow,
  gcpNat,
  gcpFirewall,
  gcpDns,
  azureFirewall,
  azureNsgFlow,
  azureNatGateway,
  squid,
  smokescreen,
  netskope,
  broadcomSwg,
  skyhighSwg,
  forcepointWeb,
  envoyproxy,
  istioAccess,
  haproxy,
  suricataEve,
  snort,
  fortinetFortigate,
  fortinetFortiproxy,
  otelSpans,
  panwPanos,
  panwPrismaAccess,
  ciscoAsa,
  ciscoFtd,
  checkpointFirewall,
  ciscoIos,
  ciscoMeraki,
  iptables,
  juniperSrx,
  sophosXg,
  sonicwall,
  pfsenseOpnsense,
  openbsdPf,
  watchguard,
  barracudaCloudgen,
  forcepointNgfw,
  stormshield,
  zeekConn,
  zeekDns,
  zeekHttp,
  zeekSsl,
  zeekFiles,
  zeekNotice,
  zeekQuic,
  zeekSocks,
  zeekSsh,
  zeekTunnel,
  zeekWeird,
  zeekX509,
  bind,
  unbound,
  coredns,
  ciliumHubble,
  netflow,
  efficientipDdi,
  infobloxNios,
  infobloxBloxoneDns,
  ciscoUmbrella,
  ciscoWsa,
  cloudflareGatewayHttp,
  cloudflareGatewayDns,
  cloudflareGatewayNetwork,
  zscalerZiaWeb,
  zscalerZiaFirewall,
  zscalerZiaDns,
  zscalerZiaTunnel,
  cef,
  leef,
  ocsfInput,
  ecs,
  mapped,
];

const byId = new Map(formats.map((format) => [format.id, format]));
export const findFormat = (id: string): Format | undefined => byId.get(id);
