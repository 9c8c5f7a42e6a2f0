import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What keeps somebody from reading a page, by axe, with its place; in both themes, since colours are what differs. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  // One document: axe then judges it where it stands, and hands over what is wrong alone.
  expect(page.frames()).toHaveLength(1);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .options({ resultTypes: ["violations"] })
      .setLegacyMode()
      .analyze();
    found.push(...violations.flatMap((v) => v.nodes.map((n) => `${colorScheme}: ${v.id} ${n.html.slice(0, 160)}`)));
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}
