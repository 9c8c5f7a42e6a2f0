/** Places of PAN-OS's own variables in the comma-separated lines, by log type. Types not here have the first seven alone. */
export const panosColumns = (type: string): ReadonlyMap<string, number> => byType.get(type) ?? head;

// Blocks that stand together: a name, or a dash for a column nobody reads.
const endpoints =
  "src dst natsrc natdst rule srcuser dstuser app vsys from to inbound_if outbound_if logset - sessionid repeatcnt sport dport natsport natdport flags proto action";
const device = "- - - - - - src_host src_mac - - - - - - dst_host dst_mac";
const group = "- - - - - device_name";

const head = placed("- receive_time serial type subtype - time_generated");
const byType = new Map<string, ReadonlyMap<string, number>>();
const define = (types: string, columns: string): void => {
  for (const type of types.split(" ")) byType.set(type, placed(`- receive_time serial type subtype - time_generated ${columns}`));
};

/** @see https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-admin/monitoring/use-syslog-for-monitoring/syslog-field-descriptions */
define(
  "TRAFFIC",
  `${endpoints} bytes bytes_sent bytes_received packets start elapsed category - seqno - - - - pkts_sent pkts_received session_end_reason ${group} action_source - - - - - - - - - - - rule_uuid - - - link_switches - - - - - xff_ip ${device} - pod_namespace pod_name - - - - - - - high_res_timestamp`,
);
define(
  "THREAT",
  `${endpoints} misc threatid category severity direction seqno - - - - contenttype - - - - user_agent - xff referer sender subject recipient - ${group} - - - http_method - - - - - - - - - - - - rule_uuid - - xff_ip ${device} - pod_namespace pod_name - - - - - - - - high_res_timestamp`,
);
define(
  "DECRYPTION",
  `${endpoints} - - - - - rule_uuid - - tls_version tls_keyxchg tls_enc tls_auth - - - - chain_status - - fingerprint notbefore notafter - - - - - - - cn issuer_cn - sni error - pod_namespace pod_name - - - - high_res_timestamp ${device} seqno`,
);
define(
  "START END",
  `${endpoints} severity seqno - - - ${group} - - - - - bytes bytes_sent bytes_received packets pkts_sent pkts_received - - - - - - session_end_reason action_source start elapsed tunnel_insp_rule - - rule_uuid - - - - high_res_timestamp`,
);
define(
  "GTP",
  "src dst - - rule - - app vsys from to inbound_if outbound_if logset - sessionid - sport dport - - - proto action - - - - - - - - - - severity - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - start elapsed tunnel_insp_rule - - rule_uuid - high_res_timestamp",
);
define(
  "SCTP",
  `src dst - - rule - - - vsys from to inbound_if outbound_if logset - sessionid repeatcnt sport dport - - - - proto action ${group} seqno - - - severity - - - - - - - - - - - - - - - - - packets pkts_sent pkts_received rule_uuid high_res_timestamp`,
);
define(
  "GLOBALPROTECT",
  "vsys eventid stage auth_method tunnel srcuser - machinename public_ip public_ipv6 private_ip private_ipv6 - - - - - repeatcnt reason error opaque status location login_duration - - portal seqno - high_res_timestamp",
);
define("USERID", `vsys src srcuser datasourcename eventid repeatcnt - - - - - seqno - ${group} - - - - - - - high_res_timestamp`);
define("IPTAG", `vsys src tag_name event_id repeatcnt - - - - seqno - ${group} - high_res_timestamp`);
define("HIPMATCH HIP-MATCH", `srcuser vsys machinename os src matchname repeatcnt - - - seqno - ${group} - srcipv6`);
define("AUTH AUTHENTICATION", `vsys src srcuser - - - repeatcnt - - - - - - event - seqno - ${group} - - rule_uuid high_res_timestamp`);
define("CORRELATION", "src srcuser vsys category severity");
define("CONFIG", `host vsys cmd admin client result path seqno - ${group} - - high_res_timestamp`);
define("SYSTEM", `vsys eventid object - - module severity opaque seqno - ${group} - - high_res_timestamp`);

function placed(columns: string): ReadonlyMap<string, number> {
  return new Map(columns.split(" ").flatMap((name, at) => (name === "-" ? [] : [[name, at] as const])));
}
