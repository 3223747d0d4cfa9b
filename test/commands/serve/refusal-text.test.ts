import { expect, test } from "bun:test";
import { refusalText } from "../../../src/commands/serve/refusal-text.ts";
import type { RequestEntry } from "../../../src/commands/serve/request-entry.ts";

const refused = (status: number, message: string): string =>
  refusalText({
    ...({} as RequestEntry),
    number: 2,
    method: "POST",
    path: "/v1/messages",
    status,
    outcome: { type: "refused", message },
  });

test("a refusal says which request and why", () => {
  expect(refused(400, "max_tokens: Field required")).toBe(
    "#2 POST /v1/messages was refused with 400: max_tokens: Field required",
  );
});

test("one for a model that the service does not have says how to have it known", () => {
  expect(refused(404, "model: my model")).toBe(
    "#2 POST /v1/messages was refused with 404: model: my model. Have it known where it is meant: --model 'my model'",
  );
});
