import { defineFormat } from "../format";
import { readFieldMap } from "../readers/field-map";
import { textOf } from "../readers/json";
import { mappedLines } from "../readers/mapped-line";
import { mappedRecords } from "../readers/mapped-record";
import { Reject, Skip, tell } from "../readers/outcome";

export const mapped = defineFormat({
  id: "mapped",
  name: "Your own fields, of a product no format knows",
  reference: "https://schema.ocsf.io/classes/network_activity",
  generic: true,
  isConfigured: true,
  counts: "what the product counts, as the field mapping points at it",
  kinds: ["connection", "request", "query"],
  engine: true,
  options: {
    fields: 'The field mapping as JSON; the page "Map your own fields" writes it.',
    timezone: "Zone of times without one.",
    internal: "Your own prefixes: they tell which way a connection went.",
  },
  // Its lines look like anything: a source names it, nobody tells it.
  detect: () => false,
  wrongIn: ({ fields }) => {
    const map = readFieldMap(fields);
    return typeof map === "string" ? map : undefined;
  },
  open(options) {
    const map = readFieldMap(options.fields);
    if (typeof map === "string") return { read: (_, emit) => emit.reject(`the source's field mapping cannot be used: ${map}`) };
    const hidden = map.hidden ?? [];
    const valuesOf = mappedLines(map, [...Object.values(map.fields).map((field) => field.from), ...hidden]);
    const recordOf = mappedRecords(map, options);
    return {
      read(unit, emit) {
        if (unit.trim() === "") return tell(emit, new Skip("an empty line"));
        const values = valuesOf(unit.replace(/\r$/, ""));
        if (values instanceof Reject || values instanceof Skip) return tell(emit, values);
        const personal = hidden.flatMap((from) => [values.get(from)].flat().flatMap((value) => textOf(value) ?? []));
        tell(emit, recordOf(values), personal);
      },
    };
  },
});
