import type { Connection } from "../model/connection";
import type { RestingUrl } from "../model/path-template";
import type { Emit } from "./format";

/** What a format says of one unit; serves one unit after the other. */
export class Unit implements Emit {
  readonly connections: Connection[] = [];
  /** The connections' URLs as they may rest. */
  readonly urls: (RestingUrl | undefined)[] = [];
  personal: readonly string[] = [];
  skipped: string | undefined;
  rejected: string | undefined;

  clear(): void {
    this.connections.length = 0;
    this.urls.length = 0;
    this.personal = nothing;
    this.skipped = undefined;
    this.rejected = undefined;
  }

  found(connection: Connection, personal?: readonly string[]): void {
    this.connections.push(connection);
    if (personal && personal.length > 0) this.personal = this.personal.length === 0 ? personal : [...this.personal, ...personal];
  }

  skip(reason: string): void {
    this.skipped ??= reason;
  }

  reject(reason: string): void {
    this.rejected ??= reason;
  }
}

const nothing: readonly string[] = [];
