/** What a decision says besides its name. */
export interface AnswerFlags {
  readonly reason?: string;
  readonly text?: string;
  readonly with?: string;
  readonly side?: "branch" | "ticket";
  readonly tokens?: string;
  readonly usd?: string;
}
