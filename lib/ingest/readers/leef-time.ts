type Time = (stamp: string | undefined) => number | undefined;

/** "Sep 23 2022 09:51:24 +0200": the time of LEEF and CEF in their most common writing, with a zone or without. */
export function monthTime(text: string, time: Time): number | undefined {
  const match =
    /^([A-Z][a-z]{2} [0-9]{1,2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?)(?: ([+-][0-9]{2}:?[0-9]{2}|UTC|GMT))?$/.exec(
      text.trim(),
    );
  return match ? time(match[2] === undefined ? match[1] : `${match[1]} ${match[2].replace(":", "")}`) : undefined;
}
