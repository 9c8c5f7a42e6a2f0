import { env } from "../env";

/** Where a one-time link leads. */
export const setupLink = (token: string): string => new URL(`/setup/${token}`, env.url).href;
