/**
 * What the client libraries say of themselves in each request, taken out: firewalls before gateways refuse
 * headers that they do not know, and a stranger has no business with them.
 */
export const strangerHeaders: Readonly<Record<string, null>> = Object.fromEntries(
  [
    "lang",
    "package-version",
    "os",
    "arch",
    "runtime",
    "runtime-version",
    "retry-count",
    "timeout",
  ].map((name) => [`x-stainless-${name}`, null]),
);
