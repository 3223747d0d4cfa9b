const reasonCharactersMax = 200;

/** What a client, and whoever runs the mock, is told where the mock itself breaks on a request. */
export function mockFailureText(error: unknown): string {
  const reason = error instanceof Error ? String(error) : "something that is no error";
  return `The mock itself failed on this request, and would again: ${reason.slice(0, reasonCharactersMax).replace(/\.$/, "")}. This is a fault of the mock, not of its client: report it, with the request.`;
}
