import type { Rule } from "../../core/gates/rule.ts";
import type { CommandToolName, ToolName } from "../../core/tools/worker-tools.ts";

/** What narrows a tool's rule. Only a shell has a command, only the file tools have a path. */
type ToolScope<Name extends ToolName> = {
  /** A ticket's id; `*` stands for any text. */
  readonly ticket?: string;
} & (Name extends CommandToolName
  ? {
      /** `*` stands for any text. */
      readonly command?: string;
    }
  : {
      /** A glob over the worktree. */
      readonly path?: string;
    });

/** Rules with one action, by what they decide. Of all rules that match, the last one wins. */
export interface RuleVerb {
  tool<Name extends ToolName>(name: Name, scope?: ToolScope<Name>): Rule;
  spawn(ticket?: string): Rule;
  tracks(): Rule;
  tickets(): Rule;
  step(ticket?: string): Rule;
  merge(ticket?: string): Rule;
  check(ticket?: string): Rule;
  everything(): Rule;
}

const of = (ticket: string | undefined) => (ticket === undefined ? {} : { ticket });

const verb = (action: Rule["action"]): RuleVerb => ({
  tool: (name, scope) => ({ action, kind: "tool", tool: name, ...scope }),
  spawn: (ticket) => ({ action, kind: "spawn", ...of(ticket) }),
  tracks: () => ({ action, kind: "tracks" }),
  tickets: () => ({ action, kind: "tickets" }),
  step: (ticket) => ({ action, kind: "step", ...of(ticket) }),
  merge: (ticket) => ({ action, kind: "merge", ...of(ticket) }),
  check: (ticket) => ({ action, kind: "check", ...of(ticket) }),
  everything: () => ({ action }),
});

/**
 * Rules that allow without asking.
 * @example allow.tool("write", { path: "src/**" })
 */
export const allow: RuleVerb = verb("allow");
/**
 * Rules that deny without asking.
 * @example deny.tool("bash", { command: "git push*" })
 */
export const deny: RuleVerb = verb("deny");
/** Rules that make the person decide, where an earlier rule would have allowed or denied. */
export const ask: RuleVerb = verb("ask");
