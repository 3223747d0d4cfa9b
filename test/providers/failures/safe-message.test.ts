import { expect, test } from "bun:test";
import { safeMessage } from "../../../src/providers/failures/safe-message.ts";

test.each<[string, string, string]>([
  ["Incorrect key sk-0123456789abcdef.", "sk-0123456789abcdef", "Incorrect key [api key]."],
  ["x_sk-0123456789abcdef_x", "sk-0123456789abcdef", "x_[api key]_x"],
  [
    "ollama is busy, and ollamas are not; Bearer ollama",
    "ollama",
    "[api key] is busy, and ollamas are not; Bearer [api key]",
  ],
  ["a token of a backend", "k", "a token of a backend"],
  ["key=a.b, not acb", "a.b", "key=[api key], not acb"],
  ["no key", "", "no key"],
])("of %s no key is left, and no other word is hurt", (text, secret, safe) => {
  expect(safeMessage(text, [secret])).toBe(safe);
});
