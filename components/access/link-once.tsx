import { CopyButton } from "../ui/copy-button";

/** A one-time link, shown this once. */
export function LinkOnce({ link, expiresAt, whom }: { link: string; expiresAt: Date; whom: string }) {
  return (
    <div className="grid gap-3 text-sm">
      <p className="text-soft">
        Give this link to {whom} yourself, by a way you trust: Waybill sends no mail. It works once, until{" "}
        {new Date(expiresAt).toISOString().slice(0, 16).replace("T", " ")} UTC, and is not shown again.
      </p>
      <div className="flex items-center gap-2 rounded-md border bg-sunken py-1.5 pr-1.5 pl-3">
        <code className="code min-w-0 grow break-all" data-testid="one-time-link">
          {link}
        </code>
        <CopyButton text={link} label="Copy" />
      </div>
    </div>
  );
}
