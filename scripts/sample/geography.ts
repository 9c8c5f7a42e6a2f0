/** What a geography database would say of a prefix. Documentation ranges only. */
export interface Place {
  cidr: string;
  /** Where it is thought to be; absent where the databases disagree or the prefix is anycast. */
  country?: string;
  /** Where its operator is registered. */
  operatorCountry?: string;
  asn?: number;
  cdn?: boolean;
}

const at = (cidr: string, country: string, asn: number, operatorCountry = country): Place => ({ cidr, country, operatorCountry, asn });
const anycast = (cidr: string, operatorCountry: string, asn: number): Place => ({ cidr, operatorCountry, asn, cdn: true });

// AS numbers are those kept for documentation (RFC 5398).
const places: readonly Place[] = [
  at("192.0.2.8/29", "DE", 64496),
  at("192.0.2.16/29", "NL", 64497),
  at("192.0.2.24/29", "DE", 64498),
  at("192.0.2.32/29", "FR", 64499),
  at("192.0.2.40/29", "IE", 64500, "US"),
  at("192.0.2.48/29", "IE", 64501),
  at("192.0.2.56/29", "SE", 64502),
  at("192.0.2.64/28", "NL", 64503),
  at("192.0.2.80/30", "DE", 64504),
  at("192.0.2.84/30", "FR", 64504),
  at("192.0.2.88/30", "GB", 64504),
  at("192.0.2.92/30", "PL", 64504),
  at("192.0.2.100/30", "CH", 64505),
  at("192.0.2.104/30", "DE", 64498),
  at("192.0.2.108/30", "NL", 64497),
  at("192.0.2.112/30", "FI", 64506),
  at("192.0.2.116/30", "CA", 64507),
  at("198.51.100.8/29", "DE", 64508, "US"),
  at("198.51.100.16/28", "DE", 64508, "US"),
  anycast("198.51.100.32/28", "US", 64509),
  at("198.51.100.48/29", "NL", 64497),
  at("198.51.100.56/29", "US", 64510),
  at("198.51.100.64/29", "US", 64510),
  at("198.51.100.72/29", "US", 64511),
  anycast("198.51.100.80/29", "US", 65536),
  anycast("198.51.100.96/28", "US", 65537),
  at("198.51.100.112/32", "FR", 64499),
  at("198.51.100.113/32", "DE", 64498),
  at("198.51.100.114/32", "PL", 65546),
  at("198.51.100.115/32", "FI", 64506),
  at("198.51.100.120/29", "IE", 65538),
  at("198.51.100.128/30", "CH", 64505),
  at("198.51.100.132/30", "US", 65540),
  at("198.51.100.136/30", "US", 65540),
  at("198.51.100.144/28", "US", 65539),
  at("203.0.113.8/29", "DE", 64496),
  anycast("203.0.113.16/28", "NL", 65541),
  at("203.0.113.32/30", "GB", 65542),
  at("203.0.113.36/30", "JP", 65543),
  at("203.0.113.40/30", "US", 65540),
  at("203.0.113.44/30", "US", 65544),
  at("203.0.113.48/30", "PL", 65546),
  at("203.0.113.64/30", "SG", 65547),
  at("203.0.113.68/30", "US", 65540),
  // 203.0.113.72/30 is in no database: some addresses never are.
  at("203.0.113.76/30", "DE", 64496),
  at("203.0.113.96/30", "SG", 65547),
  at("203.0.113.176/29", "IN", 65545),
  anycast("2001:db8:10::/48", "US", 64509),
  at("2001:db8:20::/48", "DE", 64508, "US"),
];

/** The sample estate's geography, to be used for sample sources only. */
export const sampleGeography = (): readonly Place[] => places;
