import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test } from "vitest";
import { KeptChoices, readKept } from "./kept-choices";

const masked = { keepQueries: false, keepUsers: false };
const draw = (more: Partial<Parameters<typeof KeptChoices>[0]> = {}): string =>
  renderToStaticMarkup(createElement(KeptChoices, { saved: masked, mayUnmask: true, about: () => undefined, ...more }));
const box = (markup: string, name: string): string => new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(markup)?.[0] ?? "";

describe("what a source keeps in full", () => {
  test("asks for no reason where nothing is turned on", () => {
    for (const saved of [masked, { keepQueries: true, keepUsers: true }]) expect(draw({ saved })).not.toContain("keepReason");
  });

  test("is seen and not turned on by who may not unmask, and why is said", () => {
    const markup = draw({ mayUnmask: false, saved: { keepQueries: true, keepUsers: false } });
    // What is on may be turned off by anybody who manages sources.
    expect(box(markup, "keepQueries")).not.toContain("disabled");
    expect(box(markup, "keepUsers")).toContain("disabled");
    expect(markup).toContain("source:unmask");
    expect(box(markup, "keepUsers")).toContain('aria-describedby="keep-denied"');
    expect(draw()).not.toContain("disabled");
    expect(draw()).not.toContain("source:unmask");
  });

  test("asks for the reason that the server found missing, also where the form was out of date", () => {
    const about = (field: string) => (field === "keepReason" ? "Say why" : undefined);
    const markup = draw({ saved: { keepQueries: true, keepUsers: false }, about });
    expect(markup).toMatch(/<textarea[^>]*aria-invalid="true"[^>]*aria-describedby="keepReason-error"/);
    expect(markup).toContain("Say why");
  });

  test("is read back, a blank reason as none", () => {
    const form = new FormData();
    form.set("keepUsers", "on");
    form.set("keepReason", "  \n ");
    expect(readKept(form)).toEqual({ keepQueries: false, keepUsers: true, keepReason: undefined });
    form.set("keepReason", " a court order ");
    expect(readKept(form).keepReason).toBe("a court order");
  });
});
