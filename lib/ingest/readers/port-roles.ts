/** Ports below 1024 that are handed to no client; NFS and rsh clients use some of 512 to 1023. */
const isService = (port: number): boolean => port < 512 || port === 587 || port === 636 || port === 853 || port === 993 || port === 995;
/** Lowest port that Linux hands to clients; Windows and BSD start higher (RFC 6335). */
const EPHEMERAL = 32_768;

/** Whether the ports alone say that the record goes from a server to its client. Undecided is no. */
export function isFromServer(srcPort: number | undefined, dstPort: number | undefined): boolean {
  if (!srcPort || !dstPort) return false;
  if (isService(srcPort)) return dstPort >= 1024;
  return srcPort < EPHEMERAL && dstPort >= EPHEMERAL;
}
