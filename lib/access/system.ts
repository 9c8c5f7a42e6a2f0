import type { Actor } from "../model/role";

/** Schedules and the command line on the database; in the journal as themselves. */
export const systemActor: Actor = { id: "system", name: "Waybill", role: "admin", teams: ["*"] };
