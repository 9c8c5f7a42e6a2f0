/** What a source keeps that is masked otherwise; credentials never are. */
export interface KeptValues {
  /** Query values and ids in paths. */
  keepQueries: boolean;
  /** Users and names of clients. */
  keepUsers: boolean;
}

/** What rests in full, in words; undefined where all is masked. */
export function keptWords({ keepQueries, keepUsers }: KeptValues): string | undefined {
  if (keepQueries && keepUsers) return "queries and users in full";
  return keepQueries ? "queries in full" : keepUsers ? "users in full" : undefined;
}
