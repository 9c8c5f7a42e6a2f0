import { canonicalHost } from "../../model/host";
import { decisionOf } from "../readers/decision-words";
import { readEndpoint } from "../readers/endpoint";
import { timeReader } from "../readers/mapped-record";
import { tlsVersion } from "../readers/tls-version";

export type ValueKind = "time" | "date" | "url" | "address" | "name" | "method" | "protocol" | "tls" | "decision" | "mail" | "number";

// A stamp without a year needs a year to be read as of.
const readTime = timeReader({ receivedAt: Date.UTC(2026, 0, 1) }, 1, false, undefined);

/** What a value looks like by itself; undefined for a word that could be anything. */
export function kindOfValue(value: string): ValueKind | undefined {
  const text = value.trim();
  if (text === "" || text.length > 2000) return undefined;
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(text)) return "url";
  if (readTime(text) !== undefined) return "time";
  if (/^[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}$/.test(text)) return "date";
  if (/^[0-9]{1,15}(?:\.[0-9]{1,9})?$/.test(text)) return "number";
  if (readEndpoint(text).ip !== undefined) return "address";
  if (/^(?:GET|HEAD|POST|PUT|DELETE|CONNECT|OPTIONS|TRACE|PATCH)$/.test(text)) return "method";
  if (/^(?:tcp|udp|icmp|sctp|icmp6|ipv6-icmp)$/i.test(text)) return "protocol";
  if (/^(?:tls|ssl)/i.test(text) && tlsVersion(text) !== undefined) return "tls";
  if (/^[^\s@]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,20}$/.test(text)) return "mail";
  const { host } = readEndpoint(text);
  if (host !== undefined && /\.[a-z][a-z0-9-]{1,62}$/.test(host) && canonicalHost(host) !== undefined) return "name";
  return text.length < 20 && /^[A-Za-z_ -]+$/.test(text) && decisionOf(text) !== undefined ? "decision" : undefined;
}
