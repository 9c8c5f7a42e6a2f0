/** Of how many things one is logged; 0 where it is a share that nobody told. */
export const samplingWord = (sampling: number | null): string =>
  sampling === null ? "none told" : sampling > 1 ? `1 in ${sampling.toLocaleString("en")}` : "a share, not told";
