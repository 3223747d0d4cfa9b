import type { Seeds } from "../sim/seeds-flag.ts";

/** The flags of `serve`. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly lenient?: true;
  readonly allowRemote?: true;
  /** The command is run once for each of them, under drawn conditions. */
  readonly seeds?: Seeds;
  readonly faults?: "all" | "none";
  /** A shell command that judges after each run. */
  readonly expect?: string;
  /** How long one run may take. */
  readonly timeout: number;
  readonly jobs?: number;
  /** A file for the report of a failure. */
  readonly html?: string;
  /** The code of one run, which is played again. */
  readonly replay?: string;
  readonly json?: true;
  /** What each request holds is told, too. */
  readonly bodies?: true;
  /** Whose ways the mock has, by its name. */
  readonly server?: string;
  /** Models that are known besides those whose names begin with `claude-`. */
  readonly model: readonly string[];
}
