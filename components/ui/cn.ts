import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({});

/** Class names, later ones winning over earlier ones of the same kind. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
