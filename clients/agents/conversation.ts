/** One conversation of a framework: its agent is asked this, with one tool, and says what the model said at last. */
export type Ask = (asked: Conversation) => Promise<string>;

export interface Conversation {
  readonly fetch: typeof fetch;
  readonly words: string;
  readonly weather: (city: string) => Promise<string>;
  /** How often the framework tries a failed request again by itself. */
  readonly retries: number;
  /** Is called with each piece of text, as it comes. */
  readonly hears: (piece: string) => void;
}
