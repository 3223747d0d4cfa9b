/** An error that is to be answered with; what is `null` is left out. */
export interface StatusError {
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly shouldRetry: boolean | null;
}

/** The same in an API's words, as a response. */
export interface WireError extends StatusError {
  readonly message: string;
  /** As the API spells it. */
  body(requestId: string): object;
}
