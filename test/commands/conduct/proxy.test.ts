import { expect, test } from "bun:test";
import { fetchThrough, proxyFor } from "../../../src/commands/conduct/proxy.ts";

const proxy = "http://me:secret@proxy.invalid:3128";
const found = { address: "http://proxy.invalid:3128" };

test.each<[string, Record<string, string>, object | null]>([
  ["https://api.invalid/v1", {}, null],
  ["https://api.invalid/v1", { HTTPS_PROXY: proxy }, { ...found, variable: "HTTPS_PROXY" }],
  ["http://api.invalid/v1", { HTTPS_PROXY: proxy }, null],
  ["http://api.invalid/v1", { http_proxy: proxy }, { ...found, variable: "http_proxy" }],
  [
    "http://api.invalid/v1",
    { http_proxy: "", ALL_PROXY: proxy },
    { ...found, variable: "ALL_PROXY" },
  ],
  [
    "http://api.invalid/v1",
    { ALL_PROXY: "socks5://me:secret@proxy.invalid:1080" },
    { address: "socks5://proxy.invalid:1080", variable: "ALL_PROXY" },
  ],
  [
    "http://api.invalid/v1",
    { HTTP_PROXY: "proxy.invalid:3128" },
    { ...found, variable: "HTTP_PROXY" },
  ],
  ["http://api.invalid/v1", { HTTP_PROXY: proxy, NO_PROXY: "a, API.invalid" }, null],
  ["http://api.invalid/v1", { HTTP_PROXY: proxy, NO_PROXY: ".invalid" }, null],
  ["http://api.invalid/v1", { HTTP_PROXY: proxy, no_proxy: "*" }, null],
  [
    "http://api.invalid/v1",
    { HTTP_PROXY: proxy, NO_PROXY: "pi.invalid,api.invalid:8080," },
    { ...found, variable: "HTTP_PROXY" },
  ],
  ["nowhere", { HTTP_PROXY: proxy }, null],
])("calls of %s with %j go through %j", (url, environment, expected) => {
  expect(proxyFor(url, environment)).toEqual(expected as never);
});

const failing = (error: Error): typeof fetch =>
  Object.assign(async () => await Promise.reject(error), { preconnect: () => {} });

test("what fails through a proxy says so, and what is given up does not", async () => {
  const named = { variable: "HTTP_PROXY", address: "http://proxy.invalid:3128" };
  const ask = fetchThrough(named, failing(new Error("Unable to connect.")));
  await expect(ask("http://api.invalid")).rejects.toThrow(
    "Unable to connect. (asked through the proxy http://proxy.invalid:3128 of HTTP_PROXY; a host in NO_PROXY is asked directly)",
  );
  const given = failing(new Error("Given up."));
  const signal = AbortSignal.abort();
  await expect(fetchThrough(named, given)("http://api.invalid", { signal })).rejects.toThrow(
    /^Given up\.$/,
  );
  expect(fetchThrough(null, given)).toBe(given);
});
