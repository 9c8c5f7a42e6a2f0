import { destinations, idcheckMoved } from "../destinations";
import { type Anchor, day, hour } from "../time";
import type { Plot } from "./story";

export const movedAt = (anchor: Anchor): number => anchor.day - 6 * day + 9 * hour;

/** The identity check moves to new addresses, in a country nobody agreed to. */
export const newCountry: Plot = {
  id: "new-country",
  changes(anchor, call) {
    if (call.to.host !== destinations.idcheck.host || call.at < movedAt(anchor)) return undefined;
    return { to: { ...destinations.idcheck, addresses: idcheckMoved } };
  },
};
