/** Ports below 1024 that operating systems do not hand to clients, NFS and rsh clients (512–1023) aside. */
const isService = (port: number): boolean =>
  port < 512 || port === 587 || port === 636 || port === 853 || port === 989 || port === 990 || port === 993 || port === 995;
/** Lowest port that Linux (32768), Windows and BSD (49152, RFC 6335) hand to clients. */
const EPHEMERAL = 32_768;
const SYN = 2;
const ACK = 16;

/**
 * Whether a one-way row of a flow log is the answering half. The flags are proof; without them only ports speak, and
 * a row that leaves us is taken for an answer only from a port no client gets.
 *
 * @param flags tcp-flags of the window, negative where unknown. AWS sets ACK only together with SYN.
 */
export function isReply(
  srcPort: number,
  dstPort: number,
  protocol: number,
  flags: number,
  srcInternal: boolean,
  dstInternal: boolean,
  denied: boolean,
): boolean {
  if (protocol === 6 && flags >= 0) {
    if ((flags & (SYN | ACK)) === (SYN | ACK)) return true;
    if ((flags & SYN) !== 0) return false;
  }
  // A stateful engine refuses first packets, not answers.
  if (denied || srcPort <= 0 || dstPort <= 0 || (protocol !== 6 && protocol !== 17)) return false;
  if (!srcInternal && !dstInternal) return false;
  if (isService(srcPort)) return dstPort >= (srcInternal ? EPHEMERAL : 1024);
  return dstInternal && srcPort < EPHEMERAL && dstPort >= EPHEMERAL;
}
