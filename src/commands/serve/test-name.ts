/** The header by which a request says which test it is of. */
const testHeader = "x-rehearsal-test";
const nameMax = 200;

/** `null` where it says nothing. */
export function testNameOf({ headers }: Pick<Request, "headers">): string | null {
  return headers.get(testHeader)?.slice(0, nameMax) || null;
}
