import { expect, type Locator, type Page } from "@playwright/test";

/**
 * `records`: what the homes count, from the records themselves. One kind of observation a workload, the richest that it
 * has between $1 and $2; twins and what is not judged never.
 */
export const countedRecords = `with judged as (
    select c.time, c.count::int8 as count, coalesce(c.bytes_out, 0) as bytes_out, c.outcome::text as outcome, c.policy_version, c.rule,
      k.kind::text as kind, k.host, k.domain, host(k.ip) as ip, k.country, k.operator_country,
      w.id as workload, w.service, w.environment, w.team
    from connection c join traffic_key k on k.workload_id = c.workload_id and k.id = c.traffic_key_id join workload w on w.id = c.workload_id
    where c.time >= $1 and c.time < $2 and c.verdict <> 'unjudged' and not c.twin and k.kind in ('request', 'connection')
  ), richest as (select workload, case when bool_or(kind = 'request') then 'request' else 'connection' end as kind from judged group by 1),
  records as (select j.* from judged j join richest using (workload, kind))`;

export const left = "('conforming', 'reported', 'violation', 'unexplained')";

export const panel = (page: Page, question: string): Locator => page.getByRole("region", { name: question, exact: true }).first();

/** What the cells of a table say, a row each: numbers whole, where the page writes them short; times as RFC 3339. */
export async function cellsOf(table: Locator): Promise<string[][]> {
  await expect(table.locator("tbody tr").first()).toBeVisible({ timeout: 30_000 });
  return table.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("td")].map((cell) => {
        const whole = cell.querySelector("data")?.getAttribute("value") ?? cell.querySelector("time")?.getAttribute("datetime");
        return (whole ?? cell.textContent ?? "").trim();
      }),
    ),
  );
}

/** 0 where the page writes that nothing is known. */
export const numberOf = (text: string): number => Number(/[\d,.]+/.exec(text)?.[0].replaceAll(",", "") ?? 0);

/** The total of the explorer's sentence, once its chart stands. */
export async function explorerTotal(page: Page): Promise<number> {
  await expect(page).toHaveURL(/\/connections\?/, { timeout: 30_000 });
  const sentence = page.locator("header").getByText(/observations?|Nothing was seen/);
  await expect(sentence).toBeVisible({ timeout: 30_000 });
  const text = (await sentence.textContent()) ?? "";
  expect(text).not.toMatch(/^(At most|About)/);
  return text.startsWith("Nothing") ? 0 : numberOf(text);
}
