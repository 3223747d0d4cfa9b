/** An error that is to be answered with; what is `null` is left out. */
export interface StatusError {
  readonly status: number;
  readonly retryAfterMs: number | null;
  readonly shouldRetry: boolean | null;
}

/** The same in an API's words, as a response. */
export interface WireError extends StatusError {
  readonly message: string;
  /** Other headers than the API's usual. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the body: what is no JSON, such as a gateway's page. */
  readonly text?: { readonly type: string; readonly body: string };
  /** As the API spells it. */
  body(requestId: string): object;
}
