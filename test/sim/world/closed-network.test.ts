import { expect, test } from "bun:test";
import { join } from "node:path";

const file = join(import.meta.dir, "..", "..", "..", "src", "sim", "world", "closed-network.ts");

/** In a process of its own, whose network is closed but for one host; what each way of asking came to. */
async function ask(ways: Readonly<Record<string, string>>): Promise<Record<string, string>> {
  const script = `
    import { closeNetwork } from ${JSON.stringify(file)};
    import http from "node:http"; import https from "node:https"; import http2 from "node:http2";
    import net from "node:net"; import tls from "node:tls";
    closeNetwork({ allows: (host) => host === "127.0.0.1", refusal: (target) => "refused " + target });
    const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("here") });
    const port = server.port;
    const said = {};
    const ways = {${Object.entries(ways).map(([name, code]) => `${JSON.stringify(name)}: async () => ${code}`)}};
    for (const [name, way] of Object.entries(ways))
      said[name] = await way().then(String, (error) => error.message);
    console.log(JSON.stringify(said));
    process.exit(0);`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  expect(err).toBe("");
  return JSON.parse(out) as Record<string, string>;
}

test("whoever asks for another host is refused at once, whatever they ask with", async () => {
  expect(
    await ask({
      fetch: `fetch("https://a.invalid/x")`,
      request: `fetch(new Request("http://a.invalid/y"))`,
      spaced: `fetch(" \\thttp://a.invalid/z")`,
      http: `http.get("http://b.invalid/")`,
      https: `https.request("https://c.invalid/")`,
      http2: `http2.connect("https://d.invalid")`,
      net: `net.connect(80, "e.invalid")`,
      text: `net.connect("80", "e.invalid")`,
      tls: `tls.connect({ host: "f.invalid", port: 443 })`,
      local: `net.connect(80)`,
      WebSocket: `new WebSocket("ws://g.invalid/")`,
      bun: `Bun.connect({ hostname: "h.invalid", port: 80, socket: { data() {} } })`,
    }),
  ).toEqual({
    fetch: "refused https://a.invalid/x",
    request: "refused http://a.invalid/y",
    spaced: "refused  \thttp://a.invalid/z",
    http: "refused b.invalid",
    https: "refused c.invalid",
    http2: "refused d.invalid",
    net: "refused e.invalid",
    text: "refused e.invalid",
    tls: "refused f.invalid",
    local: "refused localhost",
    WebSocket: "refused ws://g.invalid/",
    bun: "refused h.invalid",
  });
});

test("who is allowed is reached as before, and so is what is no network", async () => {
  expect(
    await ask({
      fetch: "fetch(server.url).then((response) => response.text())",
      http: `new Promise((done) => http.get({ host: "127.0.0.1", port }, (response) => done(response.statusCode)))`,
      bun: `Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } }).then((socket) => socket.remotePort === port)`,
      data: `fetch("data:text/plain,words").then((response) => response.text())`,
    }),
  ).toEqual({ fetch: "here", http: "200", bun: "true", data: "words" });
});
