/** Starts background work with the server (Next calls this once, before the first request; not in a build). */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const [{ startBackground }, { allowLongUploads }] = await Promise.all([import("./bin/background"), import("./bin/long-uploads")]);
    allowLongUploads();
    startBackground();
  }
}
