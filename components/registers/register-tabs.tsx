import { LinkTabs } from "../ui/link-tabs";

export function RegisterTabs({ current }: { current: string }) {
  return (
    <div className="mb-6">
      <LinkTabs
        label="Registers"
        current={current}
        tabs={[
          { href: "/registers", label: "Data by service" },
          { href: "/registers/recipients", label: "Recipients" },
        ]}
      />
    </div>
  );
}
