import type { RecipientEntry } from "@/lib/db/register";

export interface RecipientDraft {
  id?: number;
  host: string;
  recipient: string;
  role: string;
  basis: string;
  countries: string[];
  /** YYYY-MM-DD, or empty. */
  validFrom: string;
  validUntil: string;
  document: string;
}

export const emptyRecipient = (host = ""): RecipientDraft => ({
  host,
  recipient: "",
  role: "processor",
  basis: "none-needed",
  countries: [],
  validFrom: "",
  validUntil: "",
  document: "",
});

const day = (d: Date | null): string => d?.toISOString().slice(0, 10) ?? "";

/** An entry as its form holds it. */
export const draftOf = (e: RecipientEntry): Required<RecipientDraft> => ({
  id: e.id,
  host: e.host,
  recipient: e.recipient,
  role: e.role,
  basis: e.basis,
  countries: e.countries,
  validFrom: day(e.validFrom),
  validUntil: day(e.validUntil),
  document: e.document ?? "",
});
