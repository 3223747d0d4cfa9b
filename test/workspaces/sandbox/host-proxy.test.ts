import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { confined, hasSandbox } from "../../../src/workspaces/confinement.ts";
import { type HostProxy, openHostProxy } from "../../../src/workspaces/sandbox/host-proxy.ts";

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch: (request) =>
    new Response(`${new URL(request.url).pathname} for ${request.headers.get("host")}`),
});
const port = server.port ?? 0;
let proxy: HostProxy;
beforeAll(async () => {
  proxy = await openHostProxy([`localhost:${port}`, `127.0.0.1:${port}`], {});
});
afterAll(async () => {
  proxy.close();
  await server.stop(true);
});

/** What comes back for these lines. */
function ask(socket: string, ...lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const client = connect(socket);
    let text = "";
    client.on("data", (chunk) => (text += chunk.toString()));
    client.on("close", () => resolve(text));
    client.on("error", () => resolve(text));
    client.write(lines.map((line) => `${line}\r\n`).join(""));
  });
}

test("a listed host is reached by a tunnel and by a plain request", async () => {
  const tunnel = await ask(
    proxy.socket,
    ...[`CONNECT localhost:${port} HTTP/1.1`, "", "GET /deep HTTP/1.1", `Host: inner`],
    ...["Connection: close", ""],
  );
  expect(tunnel).toStartWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK");
  expect(tunnel).toEndWith("/deep for inner");
  const plain = await ask(
    proxy.socket,
    ...[
      `GET http://127.0.0.1:${port}/x HTTP/1.1`,
      "Host: elsewhere",
      "Proxy-Connection: keep-alive",
      "",
    ],
  );
  expect(plain).toEndWith(`/x for 127.0.0.1:${port}`);
});

test.each([
  ["another host", "CONNECT example.invalid:443 HTTP/1.1", "403"],
  ["another port", "CONNECT localhost:1 HTTP/1.1", "403"],
  ["a host by its address", "CONNECT [::1]:443 HTTP/1.1", "400"],
  ["a user before the host", "GET http://localhost@example.invalid/ HTTP/1.1", "400"],
  ["no proxy's words", "GET / HTTP/1.1", "400"],
])("%s is refused", async (_, line, status) => {
  expect(await ask(proxy.socket, line, "")).toStartWith(`HTTP/1.1 ${status} `);
});

test("a listed name that leads to this machine is not reached", async () => {
  const own = await openHostProxy([`ip6-localhost.:${port}`, `*.localhost:${port}`], {});
  expect(await ask(own.socket, `CONNECT x.localhost:${port} HTTP/1.1`, "")).toStartWith(
    "HTTP/1.1 502 ",
  );
  own.close();
  expect(existsSync(own.folder)).toBe(false);
});

test("it goes through the proxy of our own environment", async () => {
  const seen: string[] = [];
  const upstream = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, data) {
        seen.push(data.toString());
        socket.write(seen.length === 1 ? "HTTP/1.1 200 OK\r\n\r\nhello" : "");
        if (seen.length === 1) socket.end();
      },
    },
  });
  const address = `http://me:pa%3Ass@127.0.0.1:${upstream.port}`;
  const through = await openHostProxy(["example.invalid"], { HTTPS_PROXY: address });
  const text = await ask(through.socket, "CONNECT example.invalid:443 HTTP/1.1", "");
  expect(text).toBe("HTTP/1.1 200 Connection established\r\n\r\nhello");
  expect(seen[0]).toContain("CONNECT example.invalid:443 HTTP/1.1\r\n");
  expect(seen[0]).toContain(`Basic ${Buffer.from("me:pa:ss").toString("base64")}`);
  through.close();
  upstream.stop(true);
});

test("a command in a sandbox reaches what is listed, and nothing beside it", async () => {
  if (!(await hasSandbox())) return expect(await hasSandbox()).toBe(false);
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "rehearsal-hosts-test-")));
  const { folder, socket } = proxy;
  const prefix = confined(
    { type: "sandbox", network: { type: "hosts", folder, socket } },
    { directory, readable: [], environment: process.env },
  );
  const through = (place: string) =>
    `exec 3<>/dev/tcp/127.0.0.1/\${HTTPS_PROXY##*:}; printf 'CONNECT ${place} HTTP/1.1\\r\\n\\r\\n' >&3; head -n 1 <&3;`;
  const script = `${through(`localhost:${port}`)} ${through("example.invalid:443")}
    (: </dev/tcp/127.0.0.1/${port}) 2>/dev/null && echo reached; rm -f ${socket}; echo "$BUN_BE_BUN"; exit 7`;
  const child = Bun.spawn([...prefix, "bash", "-c", script], {
    cwd: directory,
    env: { PATH: process.env["PATH"] },
    stderr: "ignore",
  });
  const text = await new Response(child.stdout).text();
  expect(text).toBe(
    "HTTP/1.1 200 Connection established\r\nHTTP/1.1 403 Forbidden\r\n\n".replaceAll(
      "\r\n",
      "\r\n",
    ),
  );
  expect(await child.exited).toBe(7);
  expect(existsSync(socket)).toBe(true);
  rmSync(directory, { recursive: true });
});
