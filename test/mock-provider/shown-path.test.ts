import { expect, test } from "bun:test";
import { shownPath } from "../../src/mock-provider/shown-path.ts";

test.each([
  ["/v1/messages?key=secret", "/v1/messages"],
  ["/sk-ant-api03-Abc_def-123/v1/messages", "/sk-…/v1/messages"],
  ["/proxy/sk-proj-12345678/v1/responses", "/proxy/sk-…/v1/responses"],
  ["/task-list-of-mine/v1/messages", "/task-list-of-mine/v1/messages"],
])("%s is shown as %s", (path, shown) => {
  expect(shownPath(`http://mock.invalid${path}`)).toBe(shown);
});
