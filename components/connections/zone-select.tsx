"use client";

import { useEffect, useState } from "react";
import { Select } from "../ui/select";
import { useView } from "./use-view";

/** UTC, the browser's zone, or the one in the address: times are shown and buckets are cut by its clock. */
export function ZoneSelect() {
  const { view, search } = useView();
  const [own, setOwn] = useState("UTC");
  useEffect(() => setOwn(Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC"), []);
  const zones = [...new Set(["UTC", own, view.tz])];
  if (zones.length === 1) return null;
  return (
    <Select aria-label="Time zone" value={view.tz} onChange={(e) => search({ tz: e.target.value })} className="max-w-44">
      {zones.map((z) => (
        <option key={z}>{z}</option>
      ))}
    </Select>
  );
}
