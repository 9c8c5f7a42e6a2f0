const names = new Intl.DisplayNames(["en"], { type: "region" });

/** ISO 3166-1 alpha-2 to a name; "ZZ" and nonsense are "Unknown". */
export function countryName(code: string | null | undefined): string {
  if (!code || code === "ZZ" || !/^[A-Z]{2}$/.test(code)) return "Unknown";
  return names.of(code) ?? code;
}

export function Country({ code }: { code: string | null | undefined }) {
  const name = countryName(code);
  return name === "Unknown" ? (
    <span className="text-faint" title="Not known, or the two sources disagree">
      Unknown
    </span>
  ) : (
    <span title={`${name} (${code})`}>{name}</span>
  );
}
