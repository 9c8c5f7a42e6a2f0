"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import type { Acted } from "@/lib/access/act";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { IconButton } from "../ui/icon-button";
import { FormProblem } from "./form-problem";
import { useSave } from "./use-save";

/** Removes after a second look. */
export function RemoveButton({ name, consequence, remove }: { name: string; consequence: string; remove: () => Promise<Acted<unknown>> }) {
  const [open, setOpen] = useState(false);
  const save = useSave(() => setOpen(false));
  return (
    <Dialog
      title={`Remove ${name}?`}
      description={consequence}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <IconButton label={`Remove ${name}`}>
          <Trash2 />
        </IconButton>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button look="danger" disabled={save.pending} onClick={() => save.run(remove, `Removed ${name}`)}>
            Remove
          </Button>
        </>
      }
    >
      <p className="text-sm text-soft">The journal keeps what it said and who removed it.</p>
      <FormProblem problem={save.problem} fields={[]} />
    </Dialog>
  );
}
