/** What is under way is waited for so long; the source knows a batch by its key if it comes in after all. */
const STOP_MS = 10_000;

/** The first SIGTERM or SIGINT asks to stop, a second or too long a time ends. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController();
  const stop = (): void => {
    if (stopping.signal.aborted) process.exit(1);
    stopping.abort();
    setTimeout(() => process.exit(1), STOP_MS).unref();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  return stopping.signal;
}
