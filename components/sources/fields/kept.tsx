import Link from "next/link";
import { Sheet } from "../../page/page";
import { Button } from "../../ui/button";
import { FirstLine } from "../first-line";

/** After a mapping was kept: what waits in quarantine may be readable now, and the next lines will be. */
export function Kept({ source, rejected }: { source: { id: number; name: string }; rejected: number }) {
  return (
    <div className="grid gap-5">
      <Sheet className="p-5">
        <p role="status" className="text-base">
          <strong className="font-semibold">The mapping is kept.</strong>{" "}
          <span className="text-soft">{source.name} is read with it from now on.</span>
        </p>
        <div className="mt-4 flex flex-wrap gap-2">
          {rejected > 0 && (
            <Button asChild look="primary">
              <Link href={`/sources/${source.id}#rejected`}>
                Read {rejected.toLocaleString("en")} rejected {rejected === 1 ? "line" : "lines"} again
              </Link>
            </Button>
          )}
          <Button asChild>
            <Link href={`/sources/${source.id}`}>Open the source</Link>
          </Button>
        </div>
      </Sheet>
      <FirstLine source={source} />
    </div>
  );
}
