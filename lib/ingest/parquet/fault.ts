/** What is wrong with a Parquet file, said of it. */
export class ParquetFault extends Error {
  constructor(
    readonly kind: "damaged" | "unsupported",
    message: string,
  ) {
    super(message);
  }
}

export const damaged = (what: string): ParquetFault => new ParquetFault("damaged", what);
export const unsupported = (what: string): ParquetFault => new ParquetFault("unsupported", what);
