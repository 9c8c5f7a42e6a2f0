/** Firepower names types and codes of DNS by the words of the registries that it was built from. */
const types: Record<string, string> = {
  "a host address": "A",
  "ip6 address": "AAAA",
  "text strings": "TXT",
  "a domain name pointer": "PTR",
  "an authoritative name server": "NS",
  "the canonical name for an alias": "CNAME",
  "marks the start of a zone of authority": "SOA",
  "mail exchange": "MX",
  "server selection": "SRV",
};
const codes: Record<string, string> = {
  "no error": "NOERROR",
  "format error": "FORMERR",
  "server failure": "SERVFAIL",
  "non-existent domain": "NXDOMAIN",
  "not implemented": "NOTIMP",
  "query refused": "REFUSED",
};

const known = (table: Record<string, string>, text: string | undefined): string | undefined =>
  text === undefined ? undefined : (table[text.toLowerCase()] ?? (/^[A-Za-z0-9]{1,12}$/.test(text) ? text.toUpperCase() : undefined));

export const dnsTypeText = (text: string | undefined): string | undefined => known(types, text);
export const dnsResponseText = (text: string | undefined): string | undefined => known(codes, text);
