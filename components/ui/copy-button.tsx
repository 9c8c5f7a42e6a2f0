"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";

/** Copies `text`; with a `label` it shows words, else only the icon. */
export function CopyButton({ text, label, className, ...rest }: ButtonProps & { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return; // Without a secure origin the browser refuses; the text stays selectable.
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <Button
      look={label ? "plain" : "quiet"}
      size="sm"
      onClick={copy}
      aria-label={label ? undefined : "Copy"}
      title="Copy"
      className={cn(!label && "w-7 px-0", className)}
      {...rest}
    >
      {copied ? <Check /> : <Copy />}
      {label && (copied ? "Copied" : label)}
      <span aria-live="polite" className="sr-only">
        {copied ? "Copied" : ""}
      </span>
    </Button>
  );
}
