import { Download } from "lucide-react";
import { Button, type ButtonProps } from "../ui/button";

/** What the menu hangs from: alone until it is first wanted, then the menu's own. */
export const ExportButton = (props: ButtonProps) => (
  <Button {...props}>
    <Download className="text-faint" />
    Export
  </Button>
);
