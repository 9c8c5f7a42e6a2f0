"use client";

import dynamic from "next/dynamic";
import type { Series } from "@/lib/report/answer";
import { Skeleton } from "../ui/skeleton";

export interface SeriesChartProps {
  answer: Omit<Series, "link">;
  links: string[] | undefined;
  name: string;
  height: number;
}

// recharts comes in a chunk of its own, after the page; the place is held at full height.
const Plot = dynamic(() => import("./series-plot").then((m) => m.SeriesPlot), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

export function SeriesChart(props: SeriesChartProps) {
  return (
    <div style={{ height: props.height }}>
      <Plot {...props} />
    </div>
  );
}
