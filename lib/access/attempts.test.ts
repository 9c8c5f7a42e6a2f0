import { expect, test } from "vitest";
import { noteFailure, noteSuccess, waitSeconds } from "./attempts";

const t0 = 1_800_000_000_000;
let n = 0;
const fresh = () => ({ account: `a${n++}@ops.example`, address: `192.0.2.${n++}` });

test("five failures of an account from an address close it there for a quarter of an hour", () => {
  const { account, address } = fresh();
  for (let i = 0; i < 5; i++) {
    expect(waitSeconds(account, address, t0 + i)).toBe(0);
    noteFailure(account, address, t0 + i);
  }
  expect(waitSeconds(account, address, t0 + 5)).toBe(900);
  expect(waitSeconds(account, "198.51.100.7", t0 + 5)).toBe(0);
  expect(waitSeconds(account, address, t0 + 900_001)).toBe(0);
});

test("guesses at one account from ever new addresses end as well", () => {
  const { account } = fresh();
  for (let i = 0; i < 30; i++) noteFailure(account, `203.0.113.${i}`, t0);
  expect(waitSeconds(account, "198.51.100.200", t0 + 1)).toBeGreaterThan(0);
});

test("a success at a known account does not clear the address for guesses at others", () => {
  const { address } = fresh();
  for (let i = 0; i < 50; i++) {
    noteFailure(`guess${i}@ops.example`, address, t0);
    noteFailure("own@ops.example", address, t0);
    noteSuccess("own@ops.example", address, t0);
  }
  expect(waitSeconds("next@ops.example", address, t0 + 1)).toBeGreaterThan(0);
});

test("those who sign in do not close the door, however many come from one address", () => {
  const { account, address } = fresh();
  for (let i = 0; i < 200; i++) {
    expect(waitSeconds(account, address, t0 + i)).toBe(0);
    noteFailure(account, address, t0 + i);
    noteSuccess(account, address, t0 + i);
  }
});
