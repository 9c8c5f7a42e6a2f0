import { splitCsv } from "./csv";
import { integerOf, textOf } from "./json";
import type { SnortAlert } from "./snort-alert";

/** Columns by Snort's own defaults: version 2, version 3, and pfSense's file of alerts. */
const version2 =
  "timestamp,sig_generator,sig_id,sig_rev,msg,proto,src,srcport,dst,dstport,ethsrc,ethdst,ethlen,tcpflags,tcpseq,tcpack,tcpln,tcpwindow,ttl,tos,id,dgmlen,iplen,icmptype,icmpcode,icmpid,icmpseq";
const version3 = "timestamp,pkt_num,proto,pkt_gen,pkt_len,dir,src_ap,dst_ap,rule,action";
const pfsense = "timestamp,gid,sid,rev,msg,proto,src_addr,src_port,dst_addr,dst_port,ip_id,class,priority,event,action";

/** A row as values by column name; undefined where its cells fit no known order. @param fields the columns as configured. */
export function readRow(line: string, fields: readonly string[] | undefined): Map<string, string> | undefined {
  const cells = splitCsv(line.slice(0, 16_384)).map((cell) => cell.trim());
  if (cells.length < 5) return undefined;
  const names = fields ?? orderOf(cells)?.split(",");
  if (names === undefined || (fields !== undefined && cells.length < fields.length)) return undefined;
  return new Map(names.map((name, i) => [name, cells[i] ?? ""]));
}

function orderOf(cells: readonly string[]): string | undefined {
  const isNumber = (at: number): boolean => /^[0-9]{1,12}$/.test(cells[at] ?? "");
  if (isNumber(1) && isNumber(2) && isNumber(3) && /^[A-Za-z]/.test(cells[5] ?? "")) return cells.length < 18 ? pfsense : version2;
  return isNumber(1) && /^[0-9]{1,10}:[0-9]{1,12}:[0-9]{1,10}$/.test(cells[8] ?? "") ? version3 : undefined;
}

/** An alert by named values, of a row or of an object: names of version 3, then those of version 2. */
export function alertOf(get: (name: string) => unknown): SnortAlert {
  const text = (...names: string[]): string | undefined => {
    for (const name of names) {
      const value = textOf(get(name));
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    sid: text("sid", "sig_id") ?? text("rule")?.split(":")[1],
    message: text("msg"),
    classification: text("class"),
    action: text("action", "event"),
    protocol: text("proto"),
    src: text("src_addr", "src", "src_ap"),
    // The port of src_ap stands in it.
    srcPort: text("src_port", "srcport"),
    dst: text("dst_addr", "dst", "dst_ap"),
    dstPort: text("dst_port", "dstport"),
    direction: text("dir"),
    service: text("service"),
    bytes: integerOf(get("pkt_len") ?? get("dgmlen")),
    icmpType: text("icmp_type", "icmptype"),
    icmpCode: text("icmp_code", "icmpcode"),
  };
}
