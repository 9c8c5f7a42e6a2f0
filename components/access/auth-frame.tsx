import type { ReactNode } from "react";
import { Wordmark } from "../shell/wordmark";

/** The pages before one is in: what this is, and one form. */
export function AuthFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <main className="flex flex-col px-6 py-8 sm:px-10">
        <Wordmark />
        <div className="mx-auto my-auto w-full max-w-sm py-12">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {lead && <p className="mt-2 text-base text-soft">{lead}</p>}
          <div className="mt-8">{children}</div>
        </div>
        <p className="text-xs text-faint">Access auditing for systems that may only call out.</p>
      </main>
      <aside aria-hidden className="border-l bg-sunken max-lg:hidden">
        <Manifest />
      </aside>
    </div>
  );
}

const lines = [
  ["billing", "api.payments.example", "443", "billing-card-charges", "conforming"],
  ["billing", "ocsp.ca.example", "80", "certificate-status", "conforming"],
  ["reports", "sftp.partner.example", "22", "partner-drop, until 30 Nov", "reported"],
  ["checkout", "api.tax.example", "443", "tax-rates", "conforming"],
  ["exports", "files.unlisted.example", "443", "no rule", "violation"],
  ["exports", "203.0.113.44", "8443", "name not known", "unknown"],
  ["search", "updates.vendor.example", "443", "update-endpoints", "conforming"],
] as const;
const tones = { conforming: "bg-conforming", reported: "bg-reported", violation: "bg-violation", unknown: "hatch" };

/** What the product does, drawn as the paper it is named after: each line that left, and the rule that let it. */
function Manifest() {
  return (
    <div className="flex h-full flex-col justify-center px-12 xl:px-20">
      <p className="max-w-md text-2xl font-semibold tracking-tight text-balance">Every connection that left, and the rule that let it.</p>
      <div className="mt-8 max-w-2xl rounded-lg border bg-surface text-sm">
        {lines.map(([service, host, port, rule, outcome]) => (
          <div key={host} className="flex items-center gap-3 border-b px-4 py-2.5 last:border-0">
            <span className={`size-2 shrink-0 rounded-full ${tones[outcome]}`} />
            <span className="w-20 shrink-0 text-soft">{service}</span>
            <span className="code min-w-0 grow truncate">
              {host}
              <span className="text-faint">:{port}</span>
            </span>
            <span className="truncate text-xs text-faint">{rule}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
