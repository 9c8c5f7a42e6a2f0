"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { MappingDialog, type WorkloadNames } from "./mapping-dialog";
import type { MappingActions } from "./mapping-list";

export function AddMapping({ names, save }: { names: WorkloadNames; save: MappingActions["save"] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        Add a mapping
      </Button>
      {open && <MappingDialog values={{}} names={names} save={save} onClose={() => setOpen(false)} />}
    </>
  );
}
