import { lookup } from "node:dns/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, isIP, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isListed, isOwnAddress } from "../../core/host-list.ts";
import type { Environment } from "../child-environment.ts";

/** The way out of a sandbox that has no network: a proxy on a socket in a folder, which only lets listed hosts be reached. */
export interface HostProxy {
  readonly folder: string;
  readonly socket: string;
  close(): void;
}

const headBytesMax = 32 * 1024;

/** Opens the proxy. It keeps no process alive. */
export async function openHostProxy(
  hosts: readonly string[],
  environment: Environment,
): Promise<HostProxy> {
  const folder = mkdtempSync(join(tmpdir(), "rehearsal-hosts-"));
  const socket = join(folder, "proxy");
  const live = new Set<Socket>();
  const server = createServer((client) => {
    live.add(client);
    client.on("close", () => live.delete(client));
    client.on("error", () => client.destroy());
    readHead(client, (head, rest) => void answer(client, head, rest));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(socket, resolve);
  });
  server.unref();
  return {
    folder,
    socket,
    close() {
      server.close();
      for (const client of live) client.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };

  async function answer(client: Socket, head: string, rest: Buffer): Promise<void> {
    const request = readRequest(head);
    if (request === null)
      return refuse(client, "400 Bad Request", "This proxy takes CONNECT and http://.");
    const { host, port } = request;
    if (!isListed(hosts, request))
      return refuse(
        client,
        "403 Forbidden",
        `${host}:${port} is none of the hosts that this sandbox may reach.`,
      );
    try {
      const upstream = await reach(host, port, request.isTunnel ? environment : {});
      live.add(upstream);
      upstream.on("error", () => client.destroy());
      upstream.on("close", () => (live.delete(upstream), client.destroy()));
      client.on("close", () => upstream.destroy());
      if (request.isTunnel) client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      else upstream.write(request.head);
      if (rest.length > 0) upstream.write(rest);
      client.pipe(upstream);
      upstream.pipe(client);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      refuse(client, "502 Bad Gateway", `${host}:${port} can't be reached: ${reason}`);
    }
  }
}

function readHead(client: Socket, then: (head: string, rest: Buffer) => void): void {
  let read = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf("\r\n\r\n");
    if (end === -1 && read.length < headBytesMax) return;
    client.off("data", take);
    client.pause();
    if (end === -1) return void client.destroy();
    then(read.subarray(0, end + 4).toString("latin1"), read.subarray(end + 4));
  };
  client.on("data", take);
}

interface ProxyRequest {
  readonly host: string;
  readonly port: number;
  readonly isTunnel: boolean;
  /** As the server is sent it. */
  readonly head: string;
}

function readRequest(head: string): ProxyRequest | null {
  const [first = "", ...headers] = head.split("\r\n");
  const tunnel = /^CONNECT ([^\s:/]+):(\d{1,5}) HTTP\/1\.[01]$/.exec(first);
  if (tunnel !== null)
    return { host: tunnel[1] ?? "", port: Number(tunnel[2]), isTunnel: true, head };
  const plain =
    /^([A-Z]+) http:\/\/([^\s:/?#@]+)(?::(\d{1,5}))?((?:[/?]\S*)?) (HTTP\/1\.[01])$/.exec(first);
  if (plain === null) return null;
  const [, method = "", host = "", port = "80", path = "", version = ""] = plain;
  // One request a connection: the next could be for another host.
  const kept = headers.filter(
    (line) => !/^(?:proxy-[\w-]+|connection|keep-alive|host):/i.test(line),
  );
  const named = port === "80" ? host : `${host}:${port}`;
  const target = path.startsWith("/") ? path : `/${path}`;
  const lines = [`${method} ${target} ${version}`, `Host: ${named}`, "Connection: close", ...kept];
  return { host, port: Number(port), isTunnel: false, head: lines.join("\r\n") };
}

/** Connects to a host, through the proxy that our own environment names where it names one. */
async function reach(host: string, port: number, environment: Environment): Promise<Socket> {
  const proxy = environment["HTTPS_PROXY"] ?? environment["https_proxy"] ?? "";
  if (proxy !== "") return reachThrough(new URL(proxy), `${host}:${port}`);
  const { address } = isIP(host) === 0 ? await lookup(host) : { address: host };
  // Who lists a name of this machine means it; another name must not lead here.
  const isMeant = isIP(host) !== 0 || host === "localhost";
  if (!isMeant && isOwnAddress(address)) throw new Error(`its address is ${address}`);
  return connected(connect(port, address));
}

async function reachThrough(proxy: URL, place: string): Promise<Socket> {
  const upstream = await connected(connect(Number(proxy.port || 80), proxy.hostname));
  const { username, password } = proxy;
  const said = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const who = username === "" ? "" : `Proxy-Authorization: Basic ${said.toString("base64")}\r\n`;
  upstream.write(`CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\n${who}\r\n`);
  return new Promise((resolve, reject) => {
    upstream.once("close", () => reject(new Error("the proxy closed the connection")));
    readHead(upstream, (head, rest) => {
      if (/^HTTP\/1\.[01] 200/.test(head)) {
        if (rest.length > 0) upstream.unshift(rest);
        return resolve(upstream);
      }
      upstream.destroy();
      reject(new Error(`the proxy answered ${head.split("\r\n")[0]}`));
    });
  });
}

const connected = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("connect", () => resolve(socket));
  });

function refuse(client: Socket, status: string, why: string): void {
  client.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${why}\n`);
}
