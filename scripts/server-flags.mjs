/** How Node runs the server (docs/decisions/0007-ingest-speed.md). */
export const serverFlags = [
  // Records die young: a larger nursery halves what ingest spends on collecting them.
  "--max-semi-space-size=64",
  // There is a thread that reads logs for each processor: threads that help to collect only take from these, and are waited for.
  "--single-threaded-gc",
  // A third more than what lives is what V8 lets a heap grow by where it sees it grow slowly; memory beside the heap, which each
  // body brings, had it look through everything once a second.
  "--heap-growing-percent=100",
];
