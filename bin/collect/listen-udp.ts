import dgram from "node:dgram";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type Endpoint, printEndpoint } from "./endpoint";
import { kernelDrops } from "./kernel-drops";
import type { Listener, Route } from "./listener";

/** Asked for; the system gives what net.core.rmem_max allows. A burst waits here while a turn of the loop lasts. */
const RECEIVE_BYTES = 8 * 1024 * 1024;
const LINGER_MS = 100;

/** A datagram is a message (RFC 5426, 3.1). */
export async function listenUdp(endpoint: Endpoint, route: Route): Promise<Listener> {
  const socket = dgram.createSocket({ type: endpoint.host.includes(":") ? "udp6" : "udp4", recvBufferSize: RECEIVE_BYTES });
  let datagrams = 0;
  let strangers = 0;
  socket.on("message", (message, { address }) => {
    datagrams++;
    const intake = route(address);
    if (!intake) strangers++;
    else if (intake.isFull) intake.dropped++;
    else intake.take(message);
  });
  socket.bind(endpoint.port, endpoint.host);
  await once(socket, "listening");
  const { port } = socket.address();
  const bound = { host: endpoint.host, port };
  // What comes later is of one datagram, not of the socket.
  socket.on("error", () => {});
  return {
    name: `udp ${printEndpoint(bound)}`,
    endpoint: bound,
    figures: () => ({ datagrams, strangers, ...kernelDrops(bound) }),
    async stop() {
      await pause(LINGER_MS);
      await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
}
