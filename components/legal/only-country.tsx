import { X } from "lucide-react";
import Link from "next/link";
import { Button } from "../ui/button";
import { countryName } from "../ui/country";

/** Says that the table is narrowed to a country, and takes that away. */
export function OnlyCountry({ country, all }: { country: string; all: string }) {
  return (
    <Button asChild size="sm">
      <Link href={all} scroll={false}>
        Only {country === "ZZ" ? "country not known" : countryName(country)}
        <X aria-label="Show all countries" />
      </Link>
    </Button>
  );
}
