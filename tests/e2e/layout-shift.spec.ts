import { expect, type Page, test } from "@playwright/test";
import type { Role } from "../../lib/model/role";
import { stateOf } from "./account";

/** Nothing moves while a page comes: homes and lists, on a desk and on a phone. */
const addresses: Record<Exclude<Role, "admin">, readonly string[]> = {
  engineer: ["/engineer", "/runs", "/connections", "/destinations", "/destinations/api.payments.example"],
  legal: ["/legal", "/registers", "/registers/recipients"],
  ciso: ["/ciso", "/findings", "/policy", "/audit", "/sources", "/mapping"],
  auditor: ["/auditor", "/journal"],
};
const most = 0.02;

/** Nothing holds a place any more (charts come in a chunk of their own), and for half a second nothing was fetched. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator("[aria-busy=true], .animate-pulse-soft")).toHaveCount(0, { timeout: 30_000 });
  const isQuiet = (forMs: number) => {
    const ends = performance.getEntriesByType("resource").map((r) => (r as PerformanceResourceTiming).responseEnd);
    return document.readyState === "complete" && performance.now() - Math.max(0, ...ends) > forMs;
  };
  await page.waitForFunction(isQuiet, 500, { polling: 100 });
}

for (const [role, pages] of Object.entries(addresses) as [Role, readonly string[]][])
  for (const width of [1440, 390])
    test(`the pages of ${role} stand still at ${width} px`, async ({ browser, playwright }) => {
      test.slow();
      const context = await browser.newContext({
        storageState: await stateOf(playwright, role),
        viewport: { width, height: width < 500 ? 844 : 900 },
      });
      await context.addInitScript(() => {
        const shifts: { value: number; what: string[] }[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            const shift = entry as unknown as { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] };
            const what = shift.sources.map(({ node }) => node?.textContent?.slice(0, 60) ?? "something gone");
            if (!shift.hadRecentInput) shifts.push({ value: shift.value, what });
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      for (const address of pages) {
        const page = await context.newPage();
        await page.goto(address);
        await settled(page);
        const shifts = await page.evaluate(() => (window as unknown as { shifts: { value: number; what: string[] }[] }).shifts);
        const sum = shifts.reduce((total, s) => total + s.value, 0);
        expect(sum, `${address} at ${width} px: ${JSON.stringify(shifts)}`).toBeLessThan(most);
        await page.close();
      }
      await context.close();
    });
