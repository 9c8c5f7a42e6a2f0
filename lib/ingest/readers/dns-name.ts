import { canonicalHost } from "../../model/host";

/** A name of DNS: as a host where it is one, else in lower case without its trailing dot; the root stays ".". */
export const dnsName = (name: string): string => canonicalHost(name) ?? name.toLowerCase().replace(/(.)\.$/, "$1");
