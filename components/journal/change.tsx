import { visible } from "../ui/visible";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** What was changed, field by field; long values are folded. */
export function Change({ before, after }: { before: unknown; after: unknown }) {
  if (before === null && after === null) return null;
  if (!isRecord(before ?? {}) || !isRecord(after ?? {})) return <Folded label="Details" text={say(after ?? before)} />;
  const [was, is] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) => say(was[key]) !== say(is[key]) && (say(was[key]) || say(is[key])),
  );
  if (keys.length === 0) return null;
  return (
    <dl className="mt-1 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-xs">
      {keys.map((key) => (
        <div key={key} className="contents">
          <dt className="text-faint">{visible(key)}</dt>
          <dd className="min-w-0 break-words text-soft">
            {before !== null && say(was[key]) && (
              <>
                <Value text={say(was[key])} struck />
                {after !== null && <span className="text-faint"> → </span>}
              </>
            )}
            {after !== null && (say(is[key]) ? <Value text={say(is[key])} /> : <span className="text-faint">nothing</span>)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ text, struck }: { text: string; struck?: boolean }) {
  if (text.length > 160) return <Folded label={`${text.slice(0, 60)}…`} text={text} />;
  return struck ? <del className="text-faint">{text}</del> : <ins className="no-underline">{text}</ins>;
}

function Folded({ label, text }: { label: string; text: string }) {
  return (
    <details className="inline-block max-w-full align-top">
      <summary className="text-faint">{label}</summary>
      <pre className="code mt-1 max-h-80 overflow-auto rounded-md border bg-sunken p-2 break-words whitespace-pre-wrap">{text}</pre>
    </details>
  );
}

/** A value as text; empty ones are the empty text. */
function say(value: unknown): string {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "string") return visible(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(say).join(", ");
  if (isRecord(value))
    return Object.entries(value)
      .map(([key, inner]) => `${visible(key)}: ${say(inner)}`)
      .filter((line) => !line.endsWith(": "))
      .join(", ");
  return String(value);
}
