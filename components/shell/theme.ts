export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const themeCookie = "waybill-theme";

export const themeOf = (value: string | undefined): Theme => themes.find((theme) => theme === value) ?? "system";

/** Takes effect at once and on every later page; browser only. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is absent from Firefox ESR and Safari before 18.4.
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=31536000; samesite=lax`;
}
