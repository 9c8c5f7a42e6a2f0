import localFont from "next/font/local";

// A font that comes late would break lines anew and move what is read: it is kept for the next page instead ("optional",
// which the package of the fonts does not offer). What is said here is read by the build, so nothing can be a constant.

export const sans = localFont({
  src: "../node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2",
  variable: "--font-geist-sans",
  weight: "100 900",
  display: "optional",
});

export const mono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  display: "optional",
  adjustFontFallback: false,
});
