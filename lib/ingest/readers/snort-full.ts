import type { SnortAlert } from "./snort-alert";
import { classificationOf, readSnortText } from "./snort-text";
import { snortStamp } from "./snort-time";

/**
 * Joins the lines of an alert in full (alert_full): the rule, its class, time and ends, the protocol, for ICMP its type.
 * The alert is whole when the line arrives that says the last of these.
 */
export class SnortFull {
  #alert: SnortAlert | undefined;

  /** @param time reads a stamp. */
  constructor(readonly time: (stamp: RegExpExecArray) => number | undefined) {}

  /** @returns the alert that this line makes whole, "detail" for a line of one, undefined for a line of none. */
  read(line: string): SnortAlert | "detail" | undefined {
    if (line.startsWith("[**] [")) {
      const before = this.end();
      this.#alert = readSnortText(line);
      return before ?? (this.#alert === undefined ? undefined : "detail");
    }
    if (this.#alert === undefined) return isDetail(line) ? "detail" : undefined;
    const alert = this.#alert;
    if (alert.protocol !== undefined) {
      // Only for ICMP is there something to wait for.
      const icmp = /^Type:([0-9]{1,3}) {1,4}Code:([0-9]{1,3})/.exec(line);
      if (icmp) [alert.icmpType, alert.icmpCode] = [icmp[1], icmp[2]];
      return this.end();
    }
    if (line.startsWith("[Classification: ") || line.startsWith("[Priority: ")) {
      alert.classification = classificationOf(line);
      return "detail";
    }
    const stamp = snortStamp.exec(line);
    if (stamp) alert.loggedTime = this.time(stamp);
    const ends = /^(\S{2,60}) -> (\S{2,60})(?: |$)/.exec(stamp ? line.slice(stamp[0].length + 1) : line);
    // With -e the first arrow is between cards, whose addresses tell nothing of the far end.
    if (ends && !/^(?:[0-9A-F]{1,2}:){5}[0-9A-F]{1,2}$/i.test(ends[1]!)) [alert.src, alert.dst] = [ends[1], ends[2]];
    const protocol = /(?:^| )([A-Z][A-Z0-9:-]{1,23}) TTL:[0-9]/.exec(line)?.[1];
    if (protocol === undefined || alert.src === undefined) return stamp || ends || isDetail(line) ? "detail" : undefined;
    alert.protocol = protocol;
    return /ICMP/.test(protocol) ? "detail" : this.end();
  }

  /** The alert that waits, if it has its ends. */
  end(): SnortAlert | undefined {
    const alert = this.#alert;
    this.#alert = undefined;
    return alert?.src === undefined ? undefined : alert;
  }
}

const isDetail = (line: string): boolean =>
  line === "" ||
  /^(?:\[Xref => |[*A-Z12]{8} Seq: |Len: |TCP Options |IP Options |Type:|\*\* |=\+|\[Classification: |\[Priority: |Original |ORIGINAL |Frag Offset: |UDP header truncated|\[AppID: )/.test(
    line,
  );
