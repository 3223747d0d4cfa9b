import type { Rule } from "../../core/gates/rule.ts";
import { revealLine } from "../reveal.ts";

/** A rule as it would stand in `rehearsal.config.ts`. */
export function ruleText(rule: Rule): string {
  const members = Object.entries(rule).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return revealLine(`{ ${members.join(", ")} }`);
}
