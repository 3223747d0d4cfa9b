import { closeNetwork } from "../src/sim/world/closed-network.ts";

// Loaded before every test file: no test, and nothing that a test starts, talks to another machine.

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

/** Where nobody listens. */
const nowhere = "http://127.0.0.1:9";

closeNetwork({
  allows: (hostname) => loopback.test(hostname),
  refusal: (target) =>
    `A test asked for ${target}, and tests reach this machine only: give the code under test a mock's fetch.`,
});

// What a test starts inherits these, where it inherits anything.
for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"])
  process.env[name] = nowhere;
process.env["NO_PROXY"] = process.env["no_proxy"] = "127.0.0.1,localhost,::1";
for (const name of ["ANTHROPIC", "OPENAI"]) {
  delete process.env[`${name}_API_KEY`];
  process.env[`${name}_BASE_URL`] = nowhere;
}
