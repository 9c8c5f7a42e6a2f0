import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const base =
  "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium select-none transition-colors disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0";

const looks = {
  primary: "bg-ink text-paper hover:bg-ink/85",
  accent: "bg-accent text-on-accent hover:bg-accent/90",
  plain: "border border-line-strong bg-surface text-ink hover:bg-hover",
  quiet: "text-soft hover:bg-hover hover:text-ink",
  danger: "border border-violation/50 bg-surface text-violation-ink hover:bg-violation-wash",
};

const sizes = { sm: "h-7 px-2 text-sm", md: "h-8 px-3 text-sm", lg: "h-10 px-4 text-base" };

export interface ButtonProps extends ComponentProps<"button"> {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  /** Draws the one child (a link) as the button. */
  asChild?: boolean;
}

export function Button({ look = "plain", size = "md", asChild, className, type, ...rest }: ButtonProps) {
  const classes = cn(base, looks[look], sizes[size], className);
  if (asChild) return <Slot.Root className={classes} {...rest} />;
  return <button type={type ?? "button"} className={classes} {...rest} />;
}
