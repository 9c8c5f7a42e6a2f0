import { canonicalAddress } from "../../model/address";

/** The formats that SGOS comes with, as ELFF strings, newest first. */
const layouts = [
  // bcreportermain_v1 of SGOS 7 and of 6.
  "date time time-taken c-ip cs-username cs-auth-group s-supplier-name s-supplier-ip s-supplier-country s-supplier-failures x-exception-id sc-filter-result cs-categories cs(referer) sc-status s-action cs-method rs(content-type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-uri-extension cs(user-agent) s-ip sc-bytes cs-bytes x-virus-id x-bluecoat-application-name x-bluecoat-application-operation cs-threat-risk x-bluecoat-transaction-uuid",
  "date time time-taken c-ip cs-username cs-auth-group x-exception-id sc-filter-result cs-categories cs(referer) sc-status s-action cs-method rs(content-type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-uri-extension cs(user-agent) s-ip sc-bytes cs-bytes x-virus-id x-bluecoat-application-name x-bluecoat-application-operation",
  // main, of SGOS 7, 6 and 3.
  "date time time-taken c-ip sc-status s-action sc-bytes cs-bytes cs-method cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-username cs-auth-group s-supplier-name rs(content-type) cs(referer) cs(user-agent) sc-filter-result cs-categories x-virus-id s-ip",
  "date time time-taken c-ip sc-status s-action sc-bytes cs-bytes cs-method cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-username cs-auth-group s-hierarchy s-supplier-name rs(content-type) cs(referer) cs(user-agent) sc-filter-result cs-categories x-virus-id s-ip",
  "date time time-taken c-ip sc-status s-action sc-bytes cs-bytes cs-method cs-uri-scheme cs-host cs-uri-path cs-uri-query cs-username s-hierarchy s-supplier-name rs(content-type) cs(user-agent) sc-filter-result sc-filter-category x-virus-id s-ip s-sitename",
].map((layout) => layout.split(" "));

const shapes: [string, (cell: string) => boolean][] = [
  ["c-ip", (cell) => canonicalAddress(cell) !== undefined],
  ["sc-filter-result", (cell) => /^(?:OBSERVED|PROXIED|DENIED|-)$/.test(cell)],
  ["sc-status", (cell) => /^[0-9]{1,3}$|^-$/.test(cell)],
  ["s-action", (cell) => /^(?:[A-Z][A-Z_]{2,40}|-)$/.test(cell)],
  ["s-ip", (cell) => cell === "-" || canonicalAddress(cell) !== undefined],
];

/** The format that a row without a header is of, by the columns whose values cannot be taken for others. */
export function sgosLayout(cells: readonly string[]): readonly string[] | undefined {
  return layouts.find((layout) =>
    shapes.every(([column, fits]) => {
      const cell = cells[layout.indexOf(column)];
      return cell !== undefined && fits(cell);
    }),
  );
}
