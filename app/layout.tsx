import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { Nonce } from "@/components/shell/nonce";
import { themeCookie, themeOf } from "@/components/shell/theme";
import { Toaster } from "@/components/ui/toast";
import { mono, sans } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Waybill", template: "%s · Waybill" },
  description: "Access auditing for systems that may only call out.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  colorScheme: "light dark",
};

// The theme is a cookie, so the first byte already has it: no script before paint, no flash.
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(themeCookie)?.value);
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" data-theme={theme} className={`${sans.variable} ${mono.variable}`}>
      <body className="min-h-dvh bg-paper text-ink">
        <Nonce value={nonce} />
        <Toaster>{children}</Toaster>
      </body>
    </html>
  );
}
