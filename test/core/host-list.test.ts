import { expect, test } from "bun:test";
import { hostPattern, isListed, isOwnAddress } from "../../src/core/host-list.ts";

test.each([
  ["example.com", "example.com", 443, true],
  ["example.com", "EXAMPLE.com.", 80, true],
  ["Example.com", "example.com", 443, true],
  ["example.com", "example.com", 22, false],
  ["example.com:22", "example.com", 22, true],
  ["example.com:22", "example.com", 443, false],
  ["example.com", "www.example.com", 443, false],
  ["*.example.com", "www.example.com", 443, true],
  ["*.example.com", "a.b.example.com", 443, true],
  ["*.example.com", "example.com", 443, false],
  ["*.example.com", "badexample.com", 443, false],
  ["example.com", "example.com.evil", 443, false],
  ["example.com", "xample.com", 443, false],
  ["e.ample.com", "example.com", 443, false],
])("a list of %s, asked about %s:%d: %p", (entry, host, port, listed) => {
  expect(isListed([entry], { host, port })).toBe(listed);
});

test.each([
  "",
  "*",
  "*.",
  "http://example.com",
  "example.com/x",
  "a b",
  "-x.com",
  "x.com:",
  "*x.com",
])("%j names no host", (text) => expect(hostPattern.test(text)).toBe(false));

test.each([
  "127.0.0.1",
  "127.8.8.8",
  "0.0.0.0",
  "169.254.169.254",
  "::1",
  "::",
  "fe80::1",
  "::ffff:127.0.0.1",
])("%s is an address of this machine or of its link", (address) =>
  expect(isOwnAddress(address)).toBe(true),
);

test.each(["10.0.0.1", "93.184.216.34", "2606:2800::1", "192.168.1.1", "128.0.0.1"])(
  "%s is an address of another one",
  (address) => expect(isOwnAddress(address)).toBe(false),
);
