import type { Rule } from "../../core/rule.ts";
import type { ToolName } from "./tool-input.ts";

/** What narrows a tool's rule. Only `bash` has a command, only the file tools have a path. */
type ToolScope<Name extends ToolName> = {
  /** A ticket's id; `*` stands for any text. */
  readonly ticket?: string;
} & (Name extends "bash"
  ? {
      /** `*` stands for any text. */
      readonly command?: string;
    }
  : {
      /** A glob over the worktree. */
      readonly path?: string;
    });

/** Standing decisions of one action, by the gate that they speak of. The last rule that matches wins. */
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

export const allow = verb("allow");
export const deny = verb("deny");
/** Asks the person, where an earlier rule would have decided. */
export const ask = verb("ask");
