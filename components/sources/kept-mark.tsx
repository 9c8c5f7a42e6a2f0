import { type KeptValues, keptWords } from "@/lib/model/kept-values";
import { Badge } from "../ui/badge";

/** What of a source rests in full; nothing where all is masked. */
export function KeptMark({ source }: { source: KeptValues }) {
  const words = keptWords(source);
  return words && <Badge title="By an opt-in of this source; credentials stay masked">{words}</Badge>;
}
