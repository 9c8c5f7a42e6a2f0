import type { Connection } from "../../model/connection";

/** Kinds of identities that are computers, and those that are places. Any other is taken for a person. */
const computers = /computer|roaming|any ?connect|secure client|mobile|chromebook|endpoint|machine/i;
const places = /network|site|tunnel|branch|location|subnet|passive/i;
const known = /user/i;

/**
 * Who asked: identities pair with their types by position. The first identity may hold commas of its own; the list
 * begins with it.
 */
export function readIdentities(
  first: string | undefined,
  list: string | undefined,
  firstType: string | undefined,
  types: string | undefined,
): Pick<Connection, "srcUser" | "srcHost" | "caller"> {
  const names = splitList(first, list);
  const kinds = splitTypes(types);
  const pairs = names.map(
    (name, i) => [name, names.length === kinds.length ? kinds[i]! : i === 0 ? (firstType ?? kinds[0] ?? "") : "network"] as const,
  );
  const found: Pick<Connection, "srcUser" | "srcHost" | "caller"> = {};
  for (const [name, kind] of pairs) {
    if (!known.test(kind) && places.test(kind)) found.caller ??= { tags: { network: name } };
    else if (!known.test(kind) && computers.test(kind)) found.srcHost ??= name;
    else found.srcUser ??= accountOf(name);
  }
  return found;
}

function splitList(first: string | undefined, list: string | undefined): string[] {
  if (first === undefined) return list === undefined ? [] : splitTypes(list);
  if (list === undefined || !list.startsWith(first)) return [first];
  return [first, ...splitTypes(list.slice(first.length))];
}

const splitTypes = (text: string | undefined): string[] =>
  (text ?? "")
    .split(",", 64)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** "Doe, Jane (jane.doe@corp.example)": the account is before the at sign; a name alone is one. */
function accountOf(name: string): string {
  const close = name.lastIndexOf(")");
  const open = name.lastIndexOf("(", close);
  const mail = open < 0 ? "" : name.slice(open + 1, close);
  const at = mail.indexOf("@");
  return at > 0 && /^[^\s()[\]]+$/.test(mail) ? mail.slice(0, at) : name;
}
