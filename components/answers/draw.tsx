import type { Answer } from "@/lib/report/answer";
import { Figure } from "./figure";
import { Matrix } from "./matrix";
import { Ranking } from "./ranking";
import { Series } from "./series";
import { Table } from "./table";
import { Timeline } from "./timeline";
import { WorldMap } from "./world-map";

/** An answer by its form. `name` is the question, for those who hear the page. */
export function Draw({ answer, name, height }: { answer: Answer; name: string; height?: string | undefined }) {
  switch (answer.form) {
    case "figure":
      return <Figure answer={answer} />;
    case "series":
      return <Series answer={answer} name={name} />;
    case "ranking":
      return <Ranking answer={answer} />;
    case "matrix":
      return <Matrix answer={answer} />;
    case "map":
      return <WorldMap answer={answer} name={name} />;
    case "timeline":
      return <Timeline answer={answer} />;
    case "table":
      return <Table answer={answer} caption={name} height={height} />;
  }
}
