import type { Random } from "../sample/random";

export type ChaosFormat = "aws-vpcflow" | "squid" | "zeek-conn";

/** Every record carries the next number of its source as its bytes; nothing else in a line is ten digits that begin with a 5. */
const SERIALS = 5_000_000_000;
export const serialPattern = /\b5\d{9}\b/g;
const DAY = 86_400;

export interface Lines {
  text: string;
  lines: number;
  used: number;
  rejected: number;
}

/** Lines of one source, each used one with a number that no other has. */
export class LineMaker {
  /** Numbers given so far. */
  serials = 0;

  constructor(
    private readonly format: ChaosFormat,
    private readonly random: Random,
  ) {}

  /** A batch of today, or now and then of a day that no partition was made for yet; some lines are broken, some empty. */
  make(count: number): Lines {
    const { random } = this;
    const base = Math.floor(Date.now() / 1000) - (random.chance(0.1) ? DAY * random.int(60) : 0);
    const out: string[] = [];
    let used = 0;
    let rejected = 0;
    for (let i = 0; i < count; i++) {
      const what = random.int(400);
      if (what === 0) {
        out.push(`broken ${this.serials}`);
        rejected++;
      } else if (what === 1 && i > 0) out.push("");
      else {
        out.push(this.#line(base - random.int(3600)));
        used++;
      }
    }
    return { text: `${out.join("\n")}\n`, lines: count, used, rejected };
  }

  #line(at: number): string {
    const { random } = this;
    const serial = SERIALS + ++this.serials;
    const source = `10.${random.int(6)}.0.${random.int(40) + 1}`;
    const host = random.int(60);
    const destination = `203.0.113.${host * 4}`;
    const port = 32768 + random.int(28000);
    if (this.format === "aws-vpcflow")
      return `2 123456789010 eni-0a1b2c3d4e5f60718 ${source} ${destination} ${port} 443 6 7 ${serial} ${at} ${at + 20} ACCEPT OK`;
    if (this.format === "squid")
      return `${at}.125 140 ${source} TCP_MISS/200 ${serial} GET http://host-${host}.vendor.example/v1/orders/${port} - HIER_DIRECT/${destination} text/html`;
    return JSON.stringify({
      ...{ ts: at + 0.5, uid: `C${serial.toString(36)}`, "id.orig_h": source, "id.orig_p": port, "id.resp_h": destination },
      ...{ "id.resp_p": 443, proto: "tcp", service: "ssl", duration: 1.5, orig_bytes: serial, resp_bytes: 900, conn_state: "SF" },
    });
  }
}
