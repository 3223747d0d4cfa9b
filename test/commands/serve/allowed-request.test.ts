import { expect, test } from "bun:test";
import { isAllowed } from "../../../src/commands/serve/allowed-request.ts";

const asked = (method: string, path: string) => ({ method, url: `http://mock.invalid${path}` });

test.each([
  ["/v1/responses", "/v1/responses", true],
  ["/v1/responses", "/v1/responses/1", false],
  ["/v1/responses", "/other/v1/responses", false],
  ["*/responses/*", "/v1/responses/1", true],
  ["*/responses/*", "/v1/responses", false],
  ["/a*a", "/a", false],
  ["*", "/anything/at/all", true],
  ["/v1/*/messages*", "/v1/x/y/messages?beta=1", true],
])("the path %p and the request %p: %p", (path, of, holds) => {
  expect(isAllowed([{ method: "GET", path }], asked("GET", of))).toBe(holds);
});

test("another method is another request, and none that is named is any", () => {
  expect(isAllowed([{ method: "GET", path: "/a" }], asked("POST", "/a"))).toBe(false);
  expect(isAllowed([{ method: null, path: "/a" }], asked("POST", "/a"))).toBe(true);
  expect(isAllowed([], asked("POST", "/a"))).toBe(false);
});
