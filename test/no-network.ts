import { Socket } from "node:net";

// Loaded before every test file: no test, and nothing that a test starts, talks to another machine.

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/;

/** Where nobody listens. */
const nowhere = "http://127.0.0.1:9";

const realFetch = globalThis.fetch;

function refuse(url: string): Error {
  return new Error(
    `A test asked for ${url}, and tests reach this machine only: give the code under test a mock's fetch.`,
  );
}

function guardedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input);
  const isHere = !/^https?:/.test(url) || loopback.test(new URL(url).hostname);
  return isHere ? realFetch(input, init) : Promise.reject(refuse(url));
}

globalThis.fetch = Object.assign(guardedFetch, { preconnect: () => {} });

type Connect = Socket["connect"];
const realConnect: Connect = Socket.prototype.connect;

Socket.prototype.connect = function connect(this: Socket, ...args: Parameters<Connect>): Socket {
  const host = hostOf(args);
  if (host !== null && !loopback.test(host)) throw refuse(host);
  return realConnect.apply(this, args);
} as Connect;

/** `null`: a path, or this machine, which is what no host means. */
function hostOf(args: readonly unknown[]): string | null {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as readonly unknown[]) : args;
  if (first !== null && typeof first === "object" && "host" in first) return String(first.host);
  return typeof first === "number" && typeof second === "string" ? second : null;
}

// What a test starts inherits these, where it inherits anything.
for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"])
  process.env[name] = nowhere;
process.env["NO_PROXY"] = process.env["no_proxy"] = "127.0.0.1,localhost,::1";
for (const name of ["ANTHROPIC", "OPENAI"]) {
  delete process.env[`${name}_API_KEY`];
  process.env[`${name}_BASE_URL`] = nowhere;
}
