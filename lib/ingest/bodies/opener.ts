import type { Units } from "./units";

/** Finds the units in a body (or in what one carries) as its bytes come. */
export interface Opener {
  /** @throws {Problem} for what the sender can mend. */
  push(chunk: Uint8Array): void;
  /** @throws {Problem} where something is missing at the end. */
  end(): void;
  /** Where a little of the body becomes many units: adds them a few at a time, and says each time that it did. */
  drain?(): Iterable<void>;
}

/** A kind of body that is no plain log. */
export interface BodyKind {
  /** Known by its units where it is delivered again in another wrapping; else by its bytes. */
  isKnownByUnits?: boolean;
  open(units: Units): Opener;
}
