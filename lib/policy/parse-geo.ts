import type { Node } from "yaml";
import type { GeoRule } from "../model/policy";
import type { Groups } from "./parse-groups";
import { fromKeys, type Places, readFromFields, readId } from "./parse-rule";
import { readRegions } from "./parse-values";
import type { Reader } from "./reader";

const geoKeys = ["id", "from", "regions", "owner", "reason", "ticket"] as const;

export function parseGeo(outer: Reader, node: Node | null, groups: Groups): GeoRule | undefined {
  const fields = outer.mapping(node, "An entry of `geo`", geoKeys);
  if (!fields) return undefined;
  const at = outer.place(node);
  const id = readId(outer, fields.get("id"), at, "An entry of `geo`");
  const reader = outer.of(id);
  const places: Places = { "": at };
  for (const [key, field] of fields) places[key] = field.node ? reader.place(field.node) : field.key;
  const from = fields.get("from");
  const inner = from ? reader.mapping(from.node, "`from`", ["data", ...fromKeys], from.key) : undefined;
  const data = reader.words(inner?.get("data"), "`data`")?.map((w) => w.text);
  const text = (key: "owner" | "reason" | "ticket"): string | undefined => reader.word(fields.get(key), `\`${key}\``, 1000)?.text;
  if (!fields.has("regions")) reader.error(at, "missing", "An entry of `geo` needs `regions`.", "Write for example `regions: [EEA, CH]`.");
  const regions = reader.words(fields.get("regions"), "`regions`");
  return id === undefined
    ? undefined
    : {
        id,
        from: { ...(inner ? readFromFields(reader, inner, groups, places) : {}), ...(data ? { data: [...new Set(data)] } : {}) },
        regions: readRegions(reader, regions ?? []),
        owner: text("owner"),
        reason: text("reason"),
        ticket: text("ticket"),
        places,
      };
}
