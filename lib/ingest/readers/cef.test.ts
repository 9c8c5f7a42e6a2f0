import { expect, test } from "vitest";
import { readCef } from "./cef";

test("reads header and extension behind a syslog header", () => {
  const cef = readCef(
    "<13>Mar  1 host CEF:0|Vendor|Pro\\|duct|1.0|42|a name|5|src=192.0.2.1 msg=several words here request=http://h.example/?a\\=b cs1Label=x cs1=",
  );
  expect(cef).toMatchObject({ vendor: "Vendor", product: "Pro|duct", version: "1.0", id: "42", name: "a name", severity: "5" });
  expect(Object.fromEntries(cef!.extension)).toEqual({
    src: "192.0.2.1",
    msg: "several words here",
    request: "http://h.example/?a=b",
    cs1Label: "x",
    cs1: "",
  });
});

test("knows a line whose header swallowed the letters", () => {
  expect(readCef("0|Vendor|Product|1|2|name|3|act=pass")?.extension.get("act")).toBe("pass");
});

test.each(["", "CEF:0|Vendor|Product", "plain text | with bars", "CEF:"])("%j is none", (line) => {
  expect(readCef(line)).toBeUndefined();
});
