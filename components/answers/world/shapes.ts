import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, merge, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/countries-110m.json";
import { alpha2, points } from "./codes";

export const size = { width: 960, height: 440 };

const topology = world as unknown as Topology<{ countries: GeometryCollection<{ name: string }> }>;
const all = topology.objects.countries;
// Nobody's data goes to Antarctica, and it would take a sixth of the height.
const countries = { ...all, geometries: all.geometries.filter((g) => g.id !== "010") };
const projection = geoEqualEarth().fitExtent(
  [
    [4, 4],
    [size.width - 4, size.height - 4],
  ],
  feature(topology, countries),
);
const draw = geoPath(projection).digits(1);

const codeOf = (g: { id?: string | number | undefined; properties?: { name: string } }): string | undefined =>
  alpha2.get(String(g.id ?? "")) ?? (g.properties?.name === "Kosovo" ? "XK" : undefined);

// The ground needs no more than whole units; what is pointed out is drawn finer.
const coarse = geoPath(projection).digits(0);
const polygons = countries.geometries as Parameters<typeof merge>[1];

/**
 * The ground: all land with its borders cut out, as an image whose alpha a page fills with its own colour. It is the same
 * for everyone and for ever, so it is a file of its own and not part of each page.
 */
export const landSvg = (): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}"><mask id="b"><path d="${coarse(merge(topology, polygons))}" fill="#fff"/><path d="${coarse(mesh(topology, countries, (a, b) => a !== b))}" fill="none" stroke="#000" stroke-width=".7"/></mask><rect width="100%" height="100%" mask="url(#b)"/></svg>`;

const shapes = new Map(feature(topology, countries).features.map((f) => [codeOf(f), draw(f) ?? ""]));

export type Place = { path: string } | { x: number; y: number };

/** Where a country is on the map: a shape, a point for the small ones, undefined for what is no country. */
export function placeOf(code: string): Place | undefined {
  const path = shapes.get(code);
  if (path) return { path };
  const point = points.get(code);
  const at = point && projection(point);
  return at ? { x: Math.round(at[0] * 10) / 10, y: Math.round(at[1] * 10) / 10 } : undefined;
}
