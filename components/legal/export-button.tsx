"use client";

import { Download } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button";
import { useToast } from "../ui/toast";

/** Downloads the register and, once it is there, shows what is new against it. Without script it is a plain form. */
export function ExportButton({ fields }: { fields: Readonly<Record<string, string | undefined>> }) {
  const [pending, setPending] = useState(false);
  const router = useRouter();
  const toast = useToast();
  const given = Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  const download = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    setPending(true);
    try {
      const response = await fetch("/registers/export", { method: "POST", body: new FormData(e.currentTarget) });
      if (!response.ok) {
        const problem = (await response.json()) as { title?: string; detail?: string };
        return toast({ title: problem.title ?? "The export failed", detail: problem.detail ?? "", failed: true });
      }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? "register.csv";
      link.click();
      URL.revokeObjectURL(link.href);
      toast({ title: "The register is exported", detail: "What changes from now on is shown as new." });
      router.refresh();
    } catch {
      toast({ title: "The export did not arrive", detail: "The connection broke. Try again.", failed: true });
    } finally {
      setPending(false);
    }
  };
  return (
    <form method="post" action="/registers/export" onSubmit={download}>
      {given.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" disabled={pending}>
        <Download className="text-faint" />
        Export register
      </Button>
    </form>
  );
}
