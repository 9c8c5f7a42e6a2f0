import type { Connection } from "../model/connection";
import type { RestingUrl } from "../model/path-template";
import type { Emit, Window } from "./format";

/** What a format says of one unit; serves one unit after the other. */
export class Unit implements Emit {
  // Lists are made where there is something to hold: one that is emptied gives its memory up, and takes more than it needs.
  connections: readonly Connection[] = none;
  /** The connections' URLs as they may rest; empty where there is none. */
  urls: readonly (RestingUrl | undefined)[] = none;
  personal: readonly string[] = none;
  skipped: string | undefined;
  /** What a skipped line says of a span, and when that began. */
  window: { what: Window; at: number } | undefined;
  rejected: string | undefined;

  clear(): void {
    this.connections = none;
    this.urls = none;
    this.personal = none;
    this.skipped = undefined;
    this.window = undefined;
    this.rejected = undefined;
  }

  found(connection: Connection, personal?: readonly string[]): void {
    if (this.connections.length === 0) this.connections = [connection];
    else (this.connections as Connection[]).push(connection);
    if (personal && personal.length > 0) this.personal = this.personal.length === 0 ? personal : [...this.personal, ...personal];
  }

  /** @param url of the connection at this place. */
  rest(place: number, url: RestingUrl): void {
    if (this.connections.length === 1) this.urls = [url];
    else {
      if (this.urls.length === 0) this.urls = new Array(this.connections.length).fill(undefined);
      (this.urls as (RestingUrl | undefined)[])[place] = url;
    }
  }

  skip(reason: string, fields?: Partial<Connection>, window?: Window): void {
    this.skipped ??= reason;
    const at = fields?.startTime ?? fields?.loggedTime;
    if (window !== undefined && at !== undefined) this.window ??= { what: window, at };
  }

  reject(reason: string): void {
    this.rejected ??= reason;
  }
}

const none: readonly never[] = [];
