import type { FieldTargetId } from "../readers/field-targets";

/** What a field may be for: something of a connection, or hidden. */
export type SuggestedTarget = FieldTargetId | "hidden";

/**
 * Names in small letters without marks, as ECS, OCSF, CEF, LEEF, Zeek, W3C and the vendors of firewalls and proxies write
 * them. Of two targets for one name the first holds.
 */
const spellings: Partial<Record<SuggestedTarget, string>> = {
  srcIp:
    "src srcip srcaddr srcaddress source sourceip sourceaddress sourceipaddress sourceipv4address clientip clientaddr clientaddress client cip cipaddr srcendpointip saddr sa ipsrc origin idorigh localip localaddress internalip insideip hostip fromip from peerip callerip remoteip remoteaddr initiatorip initiator userip requestclientip",
  srcPort:
    "srcport sourceport spt sport clientport cport srcendpointport localport idorigp sourcetransportport insideport initiatorport fromport",
  srcUser:
    "user username usrname suser srcuser sourceusername actorusername sourceuser login account accountname csusername authuser principal subject identity uid userid userid actor useridentity xauthenticateduser identuser loginname",
  srcHost:
    "srchost sourcehost clienthost clientname shost workstation computername srcendpointhostname sourcehostname devicename machine hostname",
  process: "process processname program exe executable image actorprocessname binary command",
  service: "service servicename workload sourceservice srcservice callerservice pod podname deployment",
  environment: "env environment stage",
  team: "team owner department",
  srcNatIp: "natsrcip natsourceip translatedsrc sourcetranslatedaddress srcnatip sourcenatip snatip xlatesrc egressip postnatsourceip",
  dstIp:
    "dst dstip dstaddr dstaddress dest destination destip destinationip destinationaddress destinationipaddress destinationipv4address serverip serveraddr server sip dstendpointip daddr da ipdst idresph target targetip toip to peer remote upstream upstreamaddr upstreamhost responderip responder rip endpoint externalip outsideip destaddr",
  dstPort:
    "dstport destport destinationport dpt dport serverport dstendpointport remoteport idrespp destinationtransportport outsideport responderport toport targetport port upstreamport",
  dstHost:
    "host dsthost desthost dhost destinationhost destinationhostname destinationdomain desthostname domain fqdn site servername cshost urldomain dstendpointhostname dstname authority requesthost targethost httphost remotehost webhost hosthdr",
  dstNatIp: "natdstip translateddst destinationtranslatedaddress dstnatip destinationnatip dnatip xlatedst",
  url: "url uri request requesturl urlfull urloriginal httprequesturlurlstring csuri requesturi httpurl link href fullurl",
  method: "method httpmethod requestmethod httprequestmethod verb csmethod httprequesthttpmethod httpverb",
  status:
    "status statuscode httpstatus httpstatuscode responsecode responsestatus httpresponsestatuscode httpresponsecode scstatus respcode httpcode resultcode",
  startTime:
    "starttime start begin began time timestamp ts timegenerated eventtime datetime eventstart atimestamp logtime createdat receivetime generatedtime when devtime rt occurred timelocal",
  endTime: "endtime end finished eventend closed stoptime stop",
  date: "date day eventdate logdate localdate",
  loggedTime: "loggedtime metadataloggedtime received receivedat ingested",
  durationMs:
    "duration durationms dur elapsed elapsedms elapsedtime elapsedtimems timetaken took latency latencyms responsetime eventduration sessionduration durationseconds durations durationsec durationus durationns durationmillis totaltime requesttime",
  protocol:
    "proto protocol transport ipproto ipprotocol networktransport connectioninfoprotocolname l4proto protocolname prot iproto networkprotocol",
  application: "app application appname applicationname networkapplication l7proto appproto appid l7protocol applicationprotocol",
  userAgent: "useragent ua agent httpuseragent useragentoriginal csuseragent requestclientapplication httprequestuseragent browser",
  referrer: "referrer referer httpreferrer httpreferer httprequestreferrer csreferer",
  bytesOut:
    "bytesout sent sentbytes bytessent sentbyte srcbytes sourcebytes trafficbytesout txbytes tx out uploadbytes uploaded upload csbytes requestsize requestbytes origbytes bytestoserver outbytes outboundbytes octetsout reqbytes bytesup",
  bytesIn:
    "bytesin rcvdbyte receivedbytes bytesreceived dstbytes destinationbytes trafficbytesin rxbytes rx in downloadbytes downloaded download scbytes responsesize responsebytes respbytes bytestoclient inbytes inboundbytes octetsin bodybytessent bytesdown",
  bytes: "bytes totalbytes networkbytes size octets length",
  packetsOut: "packetsout sentpkt sentpackets sourcepackets packetssent origpkts txpackets pktstoserver trafficpacketsout",
  packetsIn: "packetsin rcvdpkt receivedpackets destinationpackets packetsreceived resppkts rxpackets pktstoclient trafficpacketsin",
  action:
    "action act decision verdict disposition outcome eventoutcome eventaction policyaction filteraction result fwaction xaction effect",
  engineRule: "rule rulename policy policyname rulenumber acl aclname policyrule matchedrule firewallrule",
  engineRuleId: "ruleid policyid ruleuid firewallruleuid",
  engineReason: "reason why blockreason denyreason actionreason cause",
  dnsQuestion: "query qname question dnsquestionname queryname queryhostname dnsquery questionname dnsqry rrname",
  dnsType: "qtype querytype dnsquestiontype questiontype recordtype rrtype qtypename querytypename",
  dnsResponseCode: "rcode dnsresponsecode rcodename dnsrcode returncode",
  dnsAnswers: "answers answer dnsanswers dnsresolvedip resolvedip resolvedips rdata dnsanswersdata",
  tlsVersion: "tlsversion sslversion tlsprotocol sslprotocol tlsver",
  sni: "sni tlsclientservername tlssni sslsni requestedservername servernameindication",
  tlsCipher: "cipher ciphersuite tlscipher sslcipher",
  sessionId: "sessionid session connectionid connid flowid conversationid trackingid",
  job: "job jobname jobid taskname",
  run: "run runid jobrun",
  hidden:
    "email mail useremail sender recipient fullname password token secret apikey cookie authorization phone displayname employee mac macaddress",
};

const byName = new Map<string, SuggestedTarget>();
for (const [target, names] of Object.entries(spellings))
  for (const name of names.split(" ")) if (!byName.has(name)) byName.set(name, target as SuggestedTarget);

/** What a field is for by its name: the whole path first, then without what stands before it. */
export function targetByName(path: string): SuggestedTarget | undefined {
  const parts = path.slice(0, 200).split(/[.:/]/);
  for (let from = 0; from < parts.length; from++) {
    const found = byName.get(
      parts
        .slice(from)
        .join("")
        .toLowerCase()
        .replace(/[^a-z0-9]/g, ""),
    );
    if (found) return found;
  }
  return undefined;
}
