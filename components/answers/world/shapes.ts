import { geoEqualEarth, geoPath } from "d3-geo";
import { feature, mesh } from "topojson-client";
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

/** One path for all land, one for the borders inside it: the ground, drawn once. */
export const land = draw(feature(topology, countries)) ?? "";
export const borders = draw(mesh(topology, countries, (a, b) => a !== b)) ?? "";

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
