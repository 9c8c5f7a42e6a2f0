import type { Connection } from "../../model/connection";

/** What a line tells of: a session's begin, its end, or something in it; alone where neither. */
export interface Reading {
  connection: Connection;
  phase?: "begin" | "end" | "remark";
}
