/** One wire: which requests are its own, and how it answers them. */
export interface WireServer {
  serves(request: Request): boolean;
  /** A `Response.error()` means that no connection came about. */
  answer(request: Request): Promise<Response>;
}
