import { Fragment, type ReactNode } from "react";

/** A name that is broken before a dot or a slash, rather than in a word, where a phone has no room for it. */
export const inPieces = (text: string): ReactNode =>
  text.split(/(?=[./])/).map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one name, in their order.
    <Fragment key={i}>
      {i > 0 && <wbr className="md:hidden" />}
      {part}
    </Fragment>
  ));
