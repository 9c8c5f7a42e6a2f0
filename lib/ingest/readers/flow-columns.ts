import { splitCsv } from "./csv";
import { type FlowField, flowField } from "./flow-names";

/** Source, destination and a counter, and one name that nobody but a collector of flows writes. */
export function isTypical(names: readonly string[]): boolean {
  const fields = new Set(names.map(flowField));
  const counted = fields.has("bytes") && fields.has("packets");
  const own = names.some((name) =>
    /^(?:time_?flow_?start|sampling_?rate|sampler_?address|t_first|first_?seen|export_?sysid|ip_src|IPV[46]_SRC_ADDR|source_?IPv[46]_?Address|octet_?delta_?count|exporter_?address|sa$|te$)/i.test(
      name,
    ),
  );
  return fields.has("src") && fields.has("dst") && counted && own;
}

/** The fields of a header line of CSV; undefined for any other line. */
export function readFlowHeader(line: string): { fields: readonly (FlowField | undefined)[]; delimiter: string } | undefined {
  const text = line.slice(0, 4096).replace(/^[#\s]+/, "");
  if (!/^[A-Za-z"]/.test(text)) return undefined;
  const delimiter = ["\t", ",", ";", "|"].find((mark) => text.includes(mark));
  if (delimiter === undefined) return undefined;
  const names = splitCsv(text, delimiter).map((name) => name.trim());
  return isTypical(names) ? { fields: names.map(flowField), delimiter } : undefined;
}
