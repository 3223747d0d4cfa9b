/** The flags of `serve`. */
export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly lenient?: true;
  readonly allowRemote?: true;
  readonly json?: true;
  /** What each request holds is told, too. */
  readonly bodies?: true;
  /** Whose ways the mock has, by its name. */
  readonly server?: string;
  /** Models that are known besides those whose names begin with `claude-`. */
  readonly model: readonly string[];
}
