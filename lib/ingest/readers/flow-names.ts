/** What a flow record may say, under one name for all who write it. */
export type FlowField = keyof typeof spellings;

/** Names in small letters without marks: of NetFlow v5 and v9, of IPFIX, then of goflow2, nfdump, Akvorado, pmacct, nProbe and ECS. */
const spellings = {
  src: "srcaddr ipv4srcaddr ipv6srcaddr sourceipv4address sourceipv6address src4addr src6addr sa ipsrc srcip sourceip sourceaddress",
  dst: "dstaddr ipv4dstaddr ipv6dstaddr destinationipv4address destinationipv6address dst4addr dst6addr da ipdst dstip destinationip destinationaddress",
  srcPort: "srcport l4srcport sourcetransportport sp portsrc sourceport",
  dstPort: "dstport l4dstport destinationtransportport dp portdst destinationport",
  protocol: "proto prot protocol protocolidentifier pr ipproto networkiananumber networktransport",
  bytes: "bytes inbytes inoctets doctets octetdeltacount octettotalcount initiatoroctets ibyt sourcebytes",
  packets: "packets inpackets inpkts dpkts packetdeltacount packettotalcount initiatorpackets ipkt sourcepackets",
  // The way back: said by those who join the two halves, of whom some write a zero for "not joined".
  bytesBack: "responderoctets reverseoctetdeltacount destinationbytes",
  packetsBack: "responderpackets reversepacketdeltacount destinationpackets",
  bytesOut: "outbytes outoctets obyt",
  packetsOut: "outpackets outpkts opkt",
  start:
    "flowstartmilliseconds flowstartseconds flowstartmicroseconds flowstartnanoseconds timeflowstartns timeflowstartms timeflowstart tfirst first firstseen ts timestampstart eventstart flowstart",
  end: "flowendmilliseconds flowendseconds flowendmicroseconds flowendnanoseconds timeflowendns timeflowendms timeflowend tlast last lastseen te timestampend eventend flowend",
  startSwitched: "firstswitched flowstartsysuptime",
  endSwitched: "lastswitched flowendsysuptime",
  logged:
    "timereceivedns timereceived treceived received tr exportertimestamp timestamparrival timestampexport timestamp eventtimemilliseconds unixsecs",
  seconds: "duration td",
  sampling: "samplingrate samplinginterval samplerinterval samplingpacketinterval",
  flags: "tcpflags tcpcontrolbits flg",
  icmpType: "icmptype icmptypeipv4 icmptypeipv6",
  icmpCode: "icmpcode icmpcodeipv4 icmpcodeipv6",
  icmp: "icmptypecode icmptypecodeipv4 icmptypecodeipv6",
  natSrc:
    "postnatsourceipv4address postnatsourceipv6address xlatesrcaddripv4 srcxltip src4xltip src6xltip postnatsrcaddr srcaddrnat natsrcaddr postnatiplsrc postnatipsrc",
  natDst:
    "postnatdestinationipv4address postnatdestinationipv6address xlatedstaddripv4 dstxltip dst4xltip dst6xltip postnatdstaddr dstaddrnat natdstaddr postnatipdst",
  natSrcPort: "postnaptsourcetransportport xlatesrcport srcxltport postnatportsrc srcportnat",
  natDstPort: "postnaptdestinationtransportport xlatedstport dstxltport postnatportdst dstportnat",
  natEvent: "natevent",
  forwarding: "forwardingstatus fwd fwdstatus",
  firewallEvent: "firewallevent fwevent fwxevent event",
  biflow: "biflowdirection",
  flows: "flows fl newconnectiondeltacount aggrflows",
  application: "applicationname l7protoname class networkapplication",
  serverName: "tlsservername sslservername",
  communityId: "networkcommunityid communityid",
  kind: "type",
} as const;

const byName = new Map<string, FlowField>(
  Object.entries(spellings).flatMap(([field, names]) => names.split(" ").map((name) => [name, field as FlowField] as const)),
);
const memo = new Map<string, FlowField | undefined>();

/** The field behind a name in any spelling: IPV4_SRC_ADDR, sourceIPv4Address, SrcAddr. */
export function flowField(name: string): FlowField | undefined {
  const key = name.slice(0, 64);
  if (memo.has(key)) return memo.get(key);
  const field = byName.get(key.toLowerCase().replace(/[^a-z0-9]/g, ""));
  if (memo.size < 2000) memo.set(key, field);
  return field;
}
