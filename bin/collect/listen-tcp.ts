import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import tls from "node:tls";
import { type Endpoint, printEndpoint } from "./endpoint";
import { Framer, type Framing } from "./framer";
import type { Intake } from "./intake";
import type { Listener, Route } from "./listener";

/** Files in PEM; with `clientCa` only senders that show a certificate of it may send. */
export interface Certificate {
  cert: string;
  key: string;
  clientCa?: string;
}

export interface TcpLimits {
  framing: Framing;
  maxConnections: number;
  /** A connection that sends nothing for so long is closed; senders open another. */
  idleMs: number;
}

/** A message whose end does not come within this time holds a place for nothing. */
const MESSAGE_MS = 60_000;
const SWEEP_MS = 5_000;
const HANDSHAKE_MS = 10_000;
/** What senders had on the way when we stopped is waited for this long. */
const LINGER_MS = 500;

interface Connection {
  framer: Framer;
  intake: Intake;
  /** Since when the message that is coming has not ended. */
  since: number;
  messages: number;
}

/** Syslog over TCP (RFC 6587) and, with a certificate, over TLS (RFC 5425). */
export async function listenTcp(
  endpoint: Endpoint,
  limits: TcpLimits,
  route: Route,
  say: (message: string) => void,
  certificate?: Certificate,
): Promise<Listener> {
  const connections = new Map<net.Socket, Connection>();
  const figures = { connections: 0, strangers: 0, turnedAway: 0, idle: 0, slow: 0, failedHandshakes: 0, brokenFrames: 0 };

  const accept = (socket: net.Socket): void => {
    socket.on("error", () => {});
    const intake = route(socket.remoteAddress);
    if (!intake) {
      figures.strangers++;
      socket.destroy();
      return;
    }
    figures.connections++;
    const framer = new Framer(limits.framing, (message) => intake.take(message));
    const connection = { framer, intake, since: Date.now(), messages: 0 };
    connections.set(socket, connection);
    socket.setKeepAlive(true, 60_000);
    socket.setTimeout(limits.idleMs, () => {
      // We are the ones who do not read.
      if (intake.isHeld(socket)) return;
      figures.idle++;
      if (socket.writableEnded) socket.destroy();
      else socket.end();
    });
    socket.on("data", (chunk: Buffer) => {
      framer.push(chunk);
      if (framer.messages !== connection.messages || !framer.isWithin) connection.since = Date.now();
      connection.messages = framer.messages;
      if (intake.isFull) intake.hold(socket);
    });
    socket.on("end", () => framer.end(true));
    socket.on("close", () => {
      framer.end(false);
      figures.brokenFrames += framer.faults;
      intake.forget(socket);
      connections.delete(socket);
    });
    if (intake.isFull) intake.hold(socket);
  };

  const server = certificate
    ? tls.createServer({ ...readCertificate(certificate), handshakeTimeout: HANDSHAKE_MS }, accept)
    : net.createServer(accept);
  server.maxConnections = limits.maxConnections;
  server.on("drop", () => {
    if (figures.turnedAway++ === 0) say(`${name} has its ${limits.maxConnections} connections; more are turned away`);
  });
  server.on("tlsClientError", (error: NodeJS.ErrnoException) => {
    if (figures.failedHandshakes++ === 0) say(`${name}: a sender failed to shake hands (${error.code ?? error.message})`);
  });
  server.listen(endpoint.port, endpoint.host);
  await once(server, "listening");
  const bound = { host: endpoint.host, port: (server.address() as net.AddressInfo).port };
  const name = `${certificate ? "tls" : "tcp"} ${printEndpoint(bound)}`;

  const sweep = setInterval(() => {
    const now = Date.now();
    for (const [socket, connection] of connections) {
      // While we do not read, time is ours.
      if (connection.intake.isHeld(socket)) connection.since = now;
      if (!connection.framer.isWithin || now - connection.since < MESSAGE_MS) continue;
      figures.slow++;
      socket.destroy();
    }
  }, SWEEP_MS);

  return {
    name,
    endpoint: bound,
    figures: () => ({ ...figures, open: connections.size }),
    reload: certificate && (() => (server as tls.Server).setSecureContext(readCertificate(certificate))),
    async stop() {
      clearInterval(sweep);
      server.close();
      for (const socket of connections.keys()) socket.end();
      if (connections.size > 0) await pause(LINGER_MS);
      for (const socket of connections.keys()) socket.destroy();
    },
  };
}

const readCertificate = ({ cert, key, clientCa }: Certificate): tls.TlsOptions => ({
  cert: fs.readFileSync(cert),
  key: fs.readFileSync(key),
  minVersion: "TLSv1.2",
  ...(clientCa !== undefined && { ca: fs.readFileSync(clientCa), requestCert: true, rejectUnauthorized: true }),
});
