import { type Rule, ruleKinds } from "../core/gates/rule.ts";
import { takesCommand } from "../core/tools/tools.ts";
import { workspaceTools } from "../core/tools/worker-tools.ts";

/**
 * A rule as a command line says it: a command (`git push*`), a tool with what it is given (`write src/**`,
 * `bash:make *`, `bash(make *)`), a tool or a kind alone (`edit`, `spawn`).
 */
export function ruleFromWords(action: "allow" | "deny", words: string): Rule {
  const text = words.trim();
  const kind = ruleKinds.find((known) => known === text);
  if (kind !== undefined) return { action, kind };
  const [, name = ""] = /^([a-z]+)(?:[\s:(]|$)/.exec(text) ?? [];
  const tool = workspaceTools.find((known) => known.name === name)?.name;
  if (tool === undefined) return { action, tool: "bash", command: text };
  const said = givenTo(text);
  if (said === null) return { action, tool };
  return takesCommand(tool) ? { action, tool, command: said } : { action, tool, path: said };
}

/** What stands after a tool's name. */
function givenTo(text: string): string | null {
  const rest = text.replace(/^[a-z]+/, "").trim();
  if (rest === "") return null;
  const inside = /^\((.*)\)$/s.exec(rest)?.[1];
  return (inside ?? rest.replace(/^:\s*/, "")).trim();
}
