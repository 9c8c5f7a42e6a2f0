/** Whether a browser's Origin is the configured public address; the names of the loopback are one. */
export function isOwnOrigin(origin: string | null, publicUrl: string): boolean {
  const given = origin ? URL.parse(origin) : null;
  const own = URL.parse(publicUrl);
  if (!given || !own || given.origin === "null") return false;
  if (given.origin === own.origin) return true;
  return isLoopback(given.hostname) && isLoopback(own.hostname) && given.protocol === own.protocol && given.port === own.port;
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "127.0.0.1" || host === "[::1]";
