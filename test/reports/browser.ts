import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumFlags } from "./chromium.ts";

/** A page in a browser that is driven over its own protocol, with one command at a time. */
export interface BrowserPage {
  send(method: string, parameters?: object): Promise<Record<string, unknown>>;
  /** Opens an address and returns once it is loaded. */
  open(url: string, window: Window): Promise<void>;
  /** The value of an expression, which may be a promise, in the page. */
  evaluate<Value>(expression: string): Promise<Value>;
  close(): Promise<void>;
}

export interface Window {
  readonly widthPx: number;
  readonly scheme: "light" | "dark";
}

/** Starts a Chromium with one page, in a fresh profile. Scripts of ours run there whatever a page's policy forbids. */
export async function startBrowser(chromium: string): Promise<BrowserPage> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-browser-"));
  const child = Bun.spawn(
    [
      chromium,
      ...chromiumFlags,
      `--user-data-dir=${folder}`,
      "--remote-debugging-port=0",
      "about:blank",
    ],
    { stdout: "ignore", stderr: "pipe" },
  );
  const close = async () => {
    child.kill();
    await child.exited;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = /:(\d+)\//.exec(await listening(child.stderr))?.[1];
    const pages = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    const page = pages.find(({ type }) => type === "page");
    if (page === undefined) throw new Error("Chromium opened no page");
    return { ...(await drive(page.webSocketDebuggerUrl)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The line in which Chromium says where it listens. */
async function listening(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stderr) {
    text += decoder.decode(chunk, { stream: true });
    const line = /DevTools listening on .*\n/.exec(text)?.[0];
    if (line !== undefined) return line;
  }
  throw new Error(`Chromium does not listen: ${text}`);
}

async function drive(address: string): Promise<Omit<BrowserPage, "close">> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  let loaded: (() => void) | null = null;
  let count = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.method === "Page.loadEventFired") loaded?.();
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) call?.resolve(message.result);
    else call?.reject(new Error(JSON.stringify(message.error)));
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  const send = (method: string, parameters = {}) => {
    const call = Promise.withResolvers<Record<string, unknown>>();
    waiting.set(++count, call);
    socket.send(JSON.stringify({ id: count, method, params: parameters }));
    return call.promise;
  };
  await send("Page.enable");
  await send("Page.setBypassCSP", { enabled: true });
  return {
    send,
    async open(url, { widthPx, scheme }) {
      await send("Emulation.setDeviceMetricsOverride", {
        width: widthPx,
        height: 900,
        deviceScaleFactor: 1,
        mobile: false,
      });
      await send("Emulation.setEmulatedMedia", {
        features: [{ name: "prefers-color-scheme", value: scheme }],
      });
      const isLoaded = new Promise<void>((resolve) => (loaded = resolve));
      await send("Page.navigate", { url });
      await isLoaded;
    },
    async evaluate<Value>(expression: string) {
      const answer = (await send("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })) as { result: { value: Value }; exceptionDetails?: object };
      if (answer.exceptionDetails !== undefined)
        throw new Error(JSON.stringify(answer.exceptionDetails));
      return answer.result.value;
    },
  };
}
