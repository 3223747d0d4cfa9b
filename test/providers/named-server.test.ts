import { expect, test } from "bun:test";
import { namedServer } from "../../src/providers/named-server.ts";

const unreachable = { code: "connection-failed", message: "Unable to connect." } as const;

test("who could not be reached is named, once", () => {
  const named = namedServer(unreachable, "http://127.0.0.1:9/v1?key=secret");
  expect(named.message).toBe("http://127.0.0.1:9: Unable to connect.");
  expect(namedServer(named, "http://127.0.0.1:9/v1")).toBe(named);
});

test("what a server answered, and what has no address, stays as it is", () => {
  const answered = { code: "server-error", message: "no" } as const;
  expect(namedServer(answered, "http://127.0.0.1:9")).toBe(answered);
  expect(namedServer(unreachable, "nowhere")).toBe(unreachable);
});
