import { Columns3 } from "lucide-react";
import { Button, type ButtonProps } from "../ui/button";

/** What the menu hangs from: alone until it is first wanted, then the menu's own. */
export const ColumnButton = (props: ButtonProps) => (
  <Button {...props}>
    <Columns3 className="text-faint" />
    Columns
  </Button>
);
