import type { Preview, PreviewedLine } from "@/lib/ingest/suggest/preview-pasted";
import type { Connection } from "@/lib/model/connection";
import { Facts } from "../../page/page";
import { exactTime } from "../../ui/time-words";
import { visible } from "../../ui/visible";

const lines = (n: number): string => `${n.toLocaleString("en")} ${n === 1 ? "line" : "lines"}`;

/** What the pasted lines become, before anything is kept. */
export function LinePreview({ preview }: { preview: Preview }) {
  const { used, skipped, rejected, shown } = preview;
  const parts = [skipped > 0 && `${lines(skipped)} skipped`, rejected > 0 && `${lines(rejected)} rejected`].filter(Boolean);
  return (
    <>
      <p className="border-b px-4 py-3 text-base" role="status">
        <strong className="font-semibold">
          {lines(used)} {used === 1 ? "becomes a record" : "become records"}
        </strong>
        {parts.length > 0 && <span className="text-soft">, {parts.join(", ")}</span>}
      </p>
      <ul className="divide-y">
        {shown.map((line) => (
          <li key={line.line} className="grid gap-2 px-4 py-3">
            <p className="flex min-w-0 items-baseline gap-3">
              <span className="figures shrink-0 text-sm text-faint">{line.line}</span>
              <code className="code min-w-0 truncate text-soft">{visible(line.text)}</code>
            </p>
            <Became line={line} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Became({ line }: { line: PreviewedLine }) {
  if (line.rejected !== undefined)
    return (
      <p className="text-sm">
        <strong className="font-semibold">Rejected</strong> – {visible(line.rejected)}
      </p>
    );
  if (!line.connection) return <p className="text-sm text-soft">Skipped – {visible(line.skipped ?? "")}</p>;
  return (
    <Facts
      className="sm:grid-cols-[max-content_minmax(0,1fr)_max-content_minmax(0,1fr)] xl:grid-cols-[repeat(3,max-content_minmax(0,1fr))]"
      facts={[...factsOf(line.connection), ...(line.hidden ? [["Hidden", `${line.hidden} more in the stored line`] as const] : [])]}
    />
  );
}

const at = (ip: string | undefined, host: string | undefined, port: number | undefined): string | undefined => {
  const end = [host, ip && (ip.includes(":") && port !== undefined ? `[${ip}]` : ip)].filter(Boolean).join(" · ");
  return end === "" ? undefined : port === undefined ? end : `${end}:${port}`;
};

function factsOf(c: Connection): (readonly [string, string])[] {
  const person = (value: string | undefined) => value && `${value} (rests as a pseudonym)`;
  const time = c.startTime ?? c.loggedTime ?? c.endTime;
  const number = (n: number | undefined, unit: string) => (n === undefined ? undefined : `${n.toLocaleString("en")} ${unit}`);
  const all: [string, string | undefined][] = [
    ["Time", time === undefined ? "of its receipt" : exactTime(time)],
    ["From", at(c.srcIp, undefined, c.srcPort)],
    ["User", person(c.srcUser)],
    ["Client", person(c.srcHost)],
    ["To", at(c.dstIp, c.dstHost, c.dstPort)],
    ["Asked for", c.dns && [c.dns.question, c.dns.type, c.dns.responseCode].filter(Boolean).join(" ")],
    ["Answers", c.dns?.answers?.map((answer) => answer.data).join(", ")],
    ["Request", [c.method, c.url, c.status].filter(Boolean).join(" ")],
    ["Protocol", [c.protocol, c.application, c.tls?.version && `TLS ${c.tls.version}`].filter(Boolean).join(", ")],
    ["Sent", number(c.bytesOut, "bytes")],
    ["Received", number(c.bytesIn, "bytes")],
    ["Both ways", number(c.bytes, "bytes")],
    ["Took", number(c.durationMs, "ms")],
    ["Decision", [c.action, c.engineRule].filter(Boolean).join(", by ")],
    ["Belongs to", [c.caller?.service, c.caller?.environment, c.caller?.team].filter(Boolean).join(", ")],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, visible(value)] as const] : []));
}
