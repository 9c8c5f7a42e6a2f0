import { canonicalAddress } from "../../model/address";
import type { DnsAnswer } from "../../model/connection";
import { dnsName } from "./dns-name";

const MOST = 100;
const isTtl = (text: string | undefined): boolean => text !== undefined && /^[0-9]{1,10}$/.test(text);
const isType = (text: string | undefined): boolean => text !== undefined && /^[A-Z][A-Z0-9-]{0,15}$/.test(text);
const isClass = (text: string | undefined): boolean => text === "IN" || text === "CH" || text === "HS";

/** Records apart by semicolons, each "name ttl class type data", as Infoblox logs a response. */
export function readRecords(text: string): DnsAnswer[] {
  const answers: DnsAnswer[] = [];
  let open = "";
  for (const piece of text.split(";", 2 * MOST)) {
    const part = open + piece;
    // A semicolon inside quotes is text.
    open = part.split('"').length % 2 === 0 && part.length < 4096 ? `${part};` : "";
    if (open !== "") continue;
    const words = part.trim().split(" ");
    // A long line is broken with a blank, which may cut a name in two.
    const at = words.findIndex((word, i) => i > 0 && isTtl(word) && isClass(words[i + 1]) && isType(words[i + 2]));
    if (at > 0) add(answers, words[at + 2]!, words.slice(at + 3).join(" "), words[at]!, words[at - 1]);
  }
  return answers;
}

/** Records apart by blanks only, each "ttl type data", with the owner's name before or without, as EfficientIP logs an answer. */
export function readRun(text: string): DnsAnswer[] {
  const words = text.slice(0, 16_384).split(" ").filter(Boolean);
  const hasOwner = !isTtl(words[0]);
  const starts: number[] = [];
  for (let i = 0; i < words.length && starts.length < MOST; i++)
    if (isTtl(words[i]) && isType(words[i + 1]) && (!hasOwner || i > 0)) starts.push(i++);
  const answers: DnsAnswer[] = [];
  starts.forEach((at, i) => {
    const next = starts[i + 1] ?? words.length + (hasOwner ? 1 : 0);
    add(
      answers,
      words[at + 1]!,
      words.slice(at + 2, hasOwner ? next - 1 : next).join(" "),
      words[at]!,
      hasOwner ? words[at - 1] : undefined,
    );
  });
  return answers;
}

/** Signatures tell of the records beside them, not of the name. */
function add(answers: DnsAnswer[], type: string, data: string, ttl: string, owner: string | undefined): void {
  if (data === "" || type === "RRSIG" || answers.length >= MOST) return;
  const address = canonicalAddress(data);
  answers.push({
    ...(owner !== undefined && { name: dnsName(owner) }),
    type,
    data: address ?? (data.includes(" ") ? data : dnsName(data)),
    ttl: Number(ttl),
  });
}
