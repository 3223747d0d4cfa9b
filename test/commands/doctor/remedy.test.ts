import { expect, test } from "bun:test";
import { remedyFor, type Unanswered } from "../../../src/commands/doctor/remedy.ts";

const asked: Omit<Unanswered, "failure"> = {
  provider: "openai",
  baseURL: "https://models.example.com/v1",
  model: "small",
  models: [],
  config: {},
};

test.each<[Unanswered["failure"]["code"], string, string]>([
  ["connection-failed", "self signed certificate in chain", "NODE_EXTRA_CA_CERTS"],
  ["connection-failed", "Unable to connect", "https://models.example.com/v1 now"],
  ["connection-failed", "Unable to connect", "OPENAI_BASE_URL"],
  ["not-found", "no such route", "base URL"],
  ["timeout", "nothing came", "Try again later"],
])("%s (%s) is mended by a word of %s", (code, message, words) => {
  expect(remedyFor({ ...asked, failure: { code, message } })).toContain(words);
});

test("the key is that of the server's own variable, where it has one", () => {
  const failure = { code: "authentication", message: "no" } as const;
  const config = { servers: { [asked.baseURL]: { keyVariable: "EXAMPLE_KEY" } } };
  expect(remedyFor({ ...asked, config, failure })).toBe("Set the right key: export EXAMPLE_KEY=…");
  const anthropic = {
    ...asked,
    provider: "anthropic",
    baseURL: "https://api.anthropic.com",
  } as const;
  expect(remedyFor({ ...anthropic, failure })).toContain("ANTHROPIC_API_KEY");
});
