import {
  ArrowUpRight,
  BookOpen,
  Boxes,
  ClipboardCheck,
  FileCheck2,
  Globe,
  Inbox,
  List,
  type LucideIcon,
  Map as MapIcon,
  PlayCircle,
  Scale,
  ScrollText,
  Settings,
  ShieldCheck,
  Stamp,
  TriangleAlert,
  Users,
} from "lucide-react";

const icons: Record<string, LucideIcon> = {
  engineer: Boxes,
  legal: Globe,
  ciso: ShieldCheck,
  auditor: Stamp,
  connections: ArrowUpRight,
  runs: PlayCircle,
  destinations: MapIcon,
  findings: TriangleAlert,
  policy: Scale,
  registers: BookOpen,
  audit: ClipboardCheck,
  journal: ScrollText,
  sources: Inbox,
  mapping: List,
  people: Users,
  settings: Settings,
};

export function PlaceIcon({ name }: { name: string }) {
  const Icon = icons[name] ?? FileCheck2;
  return <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.6} />;
}
