import { cn } from "./cn";
import { Absent } from "./figures";
import { inPieces } from "./pieces";
import { visible } from "./visible";

/** A destination's name: the registrable domain strong, the labels before it soft. Without a name, its address. */
export function Host({
  host,
  domain,
  ip,
  port,
  breaks,
  className,
}: {
  host?: string | null | undefined;
  domain?: string | null | undefined;
  ip?: string | null | undefined;
  port?: number | null | undefined;
  /** May be broken into lines on a phone. */
  breaks?: boolean;
  className?: string;
}) {
  if (!host && !ip) return <Absent why="No name and no address in the log" />;
  const name = visible(host ?? ip ?? "");
  const tail = host && domain && host !== domain && host.endsWith(`.${domain}`) ? visible(domain) : name;
  const before = name.slice(0, name.length - tail.length);
  const drawn = breaks ? inPieces : (text: string) => text;
  return (
    <span className={cn("code break-words", className)} title={name}>
      {before && <span className="text-faint">{drawn(before)}</span>}
      <span className={host ? "text-ink" : "text-soft"}>{drawn(tail)}</span>
      {port != null && <span className="text-faint">:{port}</span>}
    </span>
  );
}
