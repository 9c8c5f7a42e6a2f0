/**
 * What LEEF, and products that follow it loosely, call what CEF's keys hold.
 * @see https://www.ibm.com/docs/en/dsm?topic=overview-predefined-leef-event-attributes
 */
export const leefKeys: Readonly<Record<string, readonly string[]>> = {
  src: ["src", "srcIP", "sourceIP"],
  spt: ["srcPort", "spt", "sport", "sourcePort"],
  dst: ["dst", "dstIP", "destinationIP"],
  dpt: ["dstPort", "dpt", "dport", "destinationPort"],
  proto: ["proto", "protocol"],
  app: ["app", "application", "service", "appProtocol"],
  act: ["action", "act", "disposition"],
  // CEF's in is from source to destination.
  in: ["srcBytes", "bytesSent", "sentBytes", "bytesOut"],
  out: ["dstBytes", "bytesReceived", "receivedBytes", "rcvdBytes", "bytesIn"],
  packetsOut: ["srcPackets"],
  packetsIn: ["dstPackets"],
  suser: ["usrName", "userName", "user"],
  shost: ["identHostName", "srcHostName", "shost"],
  dhost: ["dstHostName", "dstHost", "dhost", "hostname", "domain"],
  sourceTranslatedAddress: ["srcPostNAT"],
  sourceTranslatedPort: ["srcPostNATPort"],
  destinationTranslatedAddress: ["dstPostNAT"],
  destinationTranslatedPort: ["dstPostNATPort"],
  request: ["url", "request"],
  requestMethod: ["method", "requestMethod", "httpMethod"],
  requestClientApplication: ["userAgent", "requestClientApplication"],
  requestContext: ["referrer", "referer"],
  status: ["status", "httpStatus", "statusCode", "responseCode"],
  externalId: ["sessionID", "sessionId", "externalId"],
  reason: ["reason"],
  cnt: ["count", "cnt"],
  deviceDirection: [],
  start: ["startTime", "start"],
  end: ["endTime", "end"],
  rule: ["policy", "rule", "ruleName", "policyName"],
  ruleId: ["policyID", "policyId", "ruleId", "ruleID"],
};
