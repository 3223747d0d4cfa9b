import type { z } from "zod";
import { keysAt } from "./config-schema.ts";
import { nearestName } from "../core/words/nearest-name.ts";

type Issue = z.core.$ZodIssue;

/** One thing that is wrong with a configuration, and the member that it is wrong with. */
export interface ConfigProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Words the issues of a schema, saying what to write instead. */
export function configProblemsOf(issues: readonly Issue[]): readonly ConfigProblem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, []));
}

/** A path as people write it: `models.tier3.model`, `rules[0].action`. */
export function memberName(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      const name = String(key);
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join("");
}

function problemsOfIssue(issue: Issue, outer: readonly PropertyKey[]): readonly ConfigProblem[] {
  const path = [...outer, ...issue.path];
  const problem = (message: string): readonly ConfigProblem[] => [{ path, message }];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, path) }));
    case "invalid_union": {
      // The alternative that was meant is one whose type fits, so that only members of it are wrong.
      const meant = issue.errors.find((errors) => !errors.some(missesTheWhole));
      return meant === undefined
        ? problem("must be a text or an object")
        : meant.flatMap((error) => problemsOfIssue(error, path));
    }
    case "invalid_value":
      return problem(oneOf(issue.values.map(String), issue.input));
    case "invalid_type":
      return problem(mustBe(issue.expected, issue.input));
    case "too_small":
      return issue.origin === "string"
        ? problem("must not be empty")
        : problem(`must be at least ${issue.minimum}`);
    case "invalid_format":
    case "custom":
    case "too_big":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
      return problem(issue.message);
  }
}

function missesTheWhole(issue: Issue): boolean {
  return issue.code === "invalid_type" && issue.path.length === 0;
}

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  const known = keysAt(path);
  const meant = nearestName(key, known);
  return meant === null
    ? `is unknown. Known here: ${known.join(", ")}`
    : `is unknown. Did you mean ${JSON.stringify(meant)}?`;
}

function oneOf(values: readonly string[], input: unknown): string {
  const meant = typeof input === "string" ? nearestName(input, values) : null;
  const choices = values.map((value) => JSON.stringify(value)).join(", ");
  const must = values.length === 1 ? `must be ${choices}` : `must be one of ${choices}`;
  return meant === null ? must : `${must}. Did you mean ${JSON.stringify(meant)}?`;
}

/** Numbers are quoted, all else is named by its kind: a configuration may hold what no log should show. */
function mustBe(expected: string, input: unknown): string {
  const words: Readonly<Record<string, string>> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    object: "an object",
    array: "a list",
    record: "an object",
  };
  const given =
    input === null
      ? "null"
      : Array.isArray(input)
        ? "a list"
        : typeof input === "number"
          ? String(input)
          : (words[typeof input] ?? typeof input);
  const must = `must be ${words[expected] ?? expected}`;
  return input === undefined ? `is missing: it ${must}` : `${must}, not ${given}`;
}
