"use client";

/**
 * Dialogs and menus lock the page's scrolling with a style element, which the content security policy allows only with
 * the request's nonce. The library behind them looks for it under this name.
 */
export function Nonce({ value }: { value: string | undefined }) {
  if (typeof window !== "undefined" && value) (window as Window & { __webpack_nonce__?: string }).__webpack_nonce__ = value;
  return null;
}
