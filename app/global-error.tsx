"use client";

/** The root layout itself failed: no styles, no components, only words. */
export default function GlobalError({ error }: { error: unknown }) {
  const reference = error instanceof Error && "digest" in error ? String(error.digest) : undefined;
  return (
    <html lang="en" style={{ colorScheme: "light dark", fontFamily: "ui-sans-serif, system-ui, sans-serif" }}>
      <body style={{ maxWidth: "40rem", margin: "20vh auto", padding: "0 1.5rem", lineHeight: 1.5 }}>
        <title>Waybill</title>
        <h1 style={{ fontSize: "1.25rem" }}>Waybill could not show this page</h1>
        <p>The mistake is ours and has been logged. Trying again may help; if it does not, tell your administrator the reference.</p>
        {reference && (
          <p>
            Reference <code>{reference}</code>
          </p>
        )}
        <p>
          <a href="/">Start again</a>
        </p>
      </body>
    </html>
  );
}
