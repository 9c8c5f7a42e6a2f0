"use client";

import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";

/** A mistake of ours on any page; the digest is the reference under which the server logged it. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <ErrorState reference={digestOf(error)} className="mx-auto max-w-3xl">
      <Button onClick={() => retry()}>Try again</Button>
    </ErrorState>
  );
}

const digestOf = (error: unknown): string | undefined =>
  error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : undefined;
