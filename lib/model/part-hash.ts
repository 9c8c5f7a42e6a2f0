/** A number of a part of a text, to find a slot by: 32 bits, the same in every run, no proof that two texts are the same. */
export function partHash(text: string, from: number, to: number, seed: number): number {
  let hash = seed | 0;
  for (let i = Math.max(0, from); i < to; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash ^ (hash >>> 12);
}

/** As `partHash`, of bytes: those of ASCII have the number of their text. */
export function partHashOfBytes(bytes: Uint8Array, from: number, to: number, seed: number): number {
  let hash = seed | 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + bytes[i]!) | 0;
  return hash ^ (hash >>> 12);
}
