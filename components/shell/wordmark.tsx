/** The name, over the line a waybill is signed on. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold tracking-tight text-ink">
      <svg viewBox="0 0 16 16" aria-hidden="true" className="size-4">
        <path d="M1 3h2.1l1.6 6.2L6.8 3h2.4l2.1 6.2L12.9 3H15l-2.7 8.6h-2.2L8 5.4l-2.1 6.2H3.7Z" fill="currentColor" />
        <path d="M1 14.2h14" stroke="var(--accent)" strokeWidth="1.6" />
      </svg>
      Waybill
    </span>
  );
}
