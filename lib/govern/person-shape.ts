import { z } from "zod";
import type { Person } from "../db/person";
import { roles } from "../model/role";
import { word } from "./source-shape";

export const emailShape = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "at most 254 characters")
  .regex(/^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+\.[^\s@\p{Cc}]+$|^[^\s@\p{Cc}]+@localhost$/u, "this is no e-mail address");

export const personName = word.min(1, "is needed");
export const roleShape = z.enum(roles, "one of the roles");
/** "*" is every team. */
export const teamsShape = z
  .array(word.min(1))
  .max(200)
  .transform((teams) => (teams.includes("*") ? ["*"] : [...new Set(teams)].sort()));

/** What the journal keeps of a person. */
export const journalled = ({ email, name, role, teams }: Pick<Person, "email" | "name" | "role" | "teams">) => ({
  email,
  name,
  role,
  teams,
});
