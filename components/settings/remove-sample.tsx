"use client";

import { useRouter } from "next/navigation";
import type { Acted } from "@/lib/access/act";
import { ConfirmButton } from "../access/confirm-button";
import { useToast } from "../ui/toast";

export function RemoveSample({ action }: { action: () => Promise<Acted<{ sources: number; connections: number }>> }) {
  const router = useRouter();
  const toast = useToast();
  return (
    <ConfirmButton
      look="danger"
      label="Remove the sample estate"
      title="Remove the sample estate"
      confirm="Remove it"
      action={action}
      onDone={({ sources, connections }) => {
        toast({
          title: "The sample estate is gone",
          detail: `${sources} sources with ${connections.toLocaleString("en")} connections were removed.`,
        });
        router.refresh();
      }}
    >
      <p>
        Sources marked sample go with their connections, runs, findings, mappings and registers, and the sample policy unless you have
        published one of your own since. Accounts stay. It takes some seconds and cannot be undone.
      </p>
    </ConfirmButton>
  );
}
