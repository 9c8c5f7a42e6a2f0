"use client";

import { ChartNoAxesColumn, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { IconButton } from "../ui/icon-button";
import { PanelHead } from "./panel-head";

/** A chart and the table that says the same. */
export function Twin({
  name,
  question,
  actions,
  chart,
  table,
}: {
  name: string;
  question: ReactNode;
  actions?: ReactNode;
  chart: ReactNode;
  table: ReactNode;
}) {
  const [asTable, setAsTable] = useState(false);
  return (
    <>
      <PanelHead
        question={question}
        actions={
          <>
            {actions}
            <IconButton
              label={asTable ? `Show as a chart: ${name}` : `Show as a table: ${name}`}
              title={asTable ? "Show as a chart" : "Show as a table"}
              aria-pressed={asTable}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartNoAxesColumn /> : <Table2 />}
            </IconButton>
          </>
        }
      />
      {asTable ? table : chart}
    </>
  );
}
