"use client";

import { Printer } from "lucide-react";
import { IconButton } from "../ui/icon-button";

export function PrintButton() {
  return (
    <IconButton label="Print this page" look="plain" size="md" className="w-8" onClick={() => window.print()}>
      <Printer />
    </IconButton>
  );
}
