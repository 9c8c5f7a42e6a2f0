import { hash32 } from "../random";
import { minute } from "../time";
import { instanceOf, interfaceOf } from "../workloads";
import { type Line, portOf, type Seen } from "./line";

/** The order this customer chose: version 5, with the packet's own addresses beside the interface's. */
export const vpcFields =
  "version start end interface-id instance-id srcaddr pkt-srcaddr srcport dstaddr pkt-dstaddr dstport protocol tcp-flags packets bytes action log-status flow-direction traffic-path type account-id vpc-id subnet-id region az-id";

const window = 10 * minute;
const place = (net: string) =>
  `IPv4 111122223333 vpc-0a51e00000000c0de subnet-0${hash32(net).toString(16).padStart(8, "0")} eu-central-1 euc1-az${1 + (hash32(net) % 3)}`;

/** IP bytes of a payload: 52 bytes of headers a packet, of at most 1,400 bytes. */
const packetsOf = (payload: number): number => Math.max(1, Math.ceil(payload / 1_400));
/** Bytes of the TLS handshake that begins each aggregated flow. */
const handshake = { out: 1_240, in: 4_600 };

interface Flow {
  client: string;
  address: string;
  port: number;
  srcPort: number;
  from: number;
  first: number;
  last: number;
  bytesOut: number;
  packetsOut: number;
  bytesIn: number;
  packetsIn: number;
  rejected: boolean;
  pod: boolean;
  udp: boolean;
}

/** Sums calls into ten-minute flows, a row each way. */
export class FlowLog {
  #flows = new Map<string, Flow>();

  add({ call, address }: Seen): void {
    const from = Math.floor(call.at / window) * window;
    const key = `${call.client} ${address} ${call.to.port} ${from} ${call.denied ? 1 : 0}`;
    let flow = this.#flows.get(key);
    if (!flow) {
      flow = {
        client: call.client,
        address,
        port: call.to.port,
        srcPort: portOf(hash32(key)),
        from,
        first: call.at,
        last: call.at,
        bytesOut: 0,
        packetsOut: 0,
        bytesIn: 0,
        packetsIn: 0,
        rejected: call.denied === true,
        pod: call.workload.observers.includes("mesh"),
        udp: call.to.protocol === "udp",
      };
      this.#flows.set(key, flow);
      if (!flow.udp && !flow.rejected) {
        flow.bytesOut += handshake.out + 52 * 4;
        flow.packetsOut += 4;
        flow.bytesIn += handshake.in + 52 * 5;
        flow.packetsIn += 5;
      }
    }
    flow.first = Math.min(flow.first, call.at);
    flow.last = Math.max(flow.last, Math.min(call.at + call.durationMs, from + window));
    const packetsOut = packetsOf(call.bytesOut);
    flow.bytesOut += call.bytesOut + 52 * packetsOut;
    flow.packetsOut += packetsOut;
    if (call.status === 0) return;
    const packetsIn = packetsOf(call.bytesIn);
    flow.bytesIn += call.bytesIn + 52 * packetsIn;
    flow.packetsIn += packetsIn;
  }

  get size(): number {
    return this.#flows.size;
  }

  /** What the rows will say was sent, all flows together. */
  bytesOut(): number {
    let sum = 0;
    for (const flow of this.#flows.values()) sum += flow.bytesOut;
    return sum;
  }

  /** Rows are written when their window is over. */
  *lines(): Generator<Line> {
    for (const f of this.#flows.values()) {
      const net = f.client.slice(0, f.client.lastIndexOf("."));
      // A pod's flow is written by its node's interface, which puts its own address in srcaddr.
      const owner = f.pod ? `${net}.${4 + (hash32(f.client) % 2)}` : f.client;
      const ids = `${interfaceOf(owner)} ${instanceOf(owner)}`;
      const start = Math.floor(f.first / 1000);
      const end = Math.max(start + 1, Math.ceil(f.last / 1000));
      const action = f.rejected ? "REJECT" : "ACCEPT";
      const head = `5 ${start} ${end} ${ids}`;
      const at = f.from + window;
      const protocol = f.udp ? 17 : 6;
      yield {
        at,
        text: `${head} ${owner} ${f.client} ${f.srcPort} ${f.address} ${f.address} ${f.port} ${protocol} ${f.udp ? 0 : 3} ${f.packetsOut} ${f.bytesOut} ${action} OK egress 8 ${place(net)}`,
      };
      if (f.bytesIn === 0) continue;
      yield {
        at,
        text: `${head} ${f.address} ${f.address} ${f.port} ${owner} ${f.client} ${f.srcPort} ${protocol} ${f.udp ? 0 : 19} ${f.packetsIn} ${f.bytesIn} ${action} OK ingress - ${place(net)}`,
      };
    }
  }
}
