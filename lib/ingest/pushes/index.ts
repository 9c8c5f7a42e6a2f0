import { eventGridPush } from "./event-grid";
import { firehosePush } from "./firehose";
import { pubSubPush } from "./pub-sub";
import type { Push } from "./push";

/** The services that a request's headers tell. */
const pushes: readonly Push[] = [firehosePush, pubSubPush, eventGridPush];

export const findPush = (headers: Headers): Push | undefined => pushes.find((push) => push.isFrom(headers));
