import { Socket } from "node:net";
import { insideOf } from "../../clock/virtual/inside.ts";
import { replaceStandIn } from "./stand-ins.ts";

/** Which hosts may still be asked, and how a refusal is worded. */
export interface NetworkRule {
  readonly allows: (hostname: string) => boolean;
  /** What to say of a request that is refused. `target` is its URL, or its host where no more is known. */
  readonly refusal: (target: string) => string;
}

/**
 * The rule of a rehearsal: no host may be asked, because everything is simulated. Code that runs inside of an agent's own
 * simulation is let through, because that simulation has replaced the network with one that answers or refuses.
 */
export const onlyTheMock: NetworkRule = {
  allows: () => insideOf() !== null,
  refusal: (target) =>
    `A rehearsal asked for ${target}. Under \`rehearsal sim\` only the mock answers: script the reply, or take the call out of the scenario.`,
};

/**
 * Closes the network for this thread: from now on a request by `fetch`, `WebSocket`, `Bun.connect` or a socket fails at
 * once, with a message that names its target. `node:http`, `node:https`, `node:http2` and `node:tls` use sockets in Bun
 * 1.4.5, so they are closed too, and so are `node-fetch`, `undici` and `ws`, which Bun brings itself. This catches
 * mistakes and is no sandbox: `Bun.fetch` cannot be replaced, and UDP, name look-ups and other processes stay open.
 */
export function closeNetwork(rule: NetworkRule): void {
  closeFetch(rule);
  closeWebSocket(rule);
  closeSockets(rule);
  closeBunSockets(rule);
  closeStandIns(rule);
}

function closeFetch({ allows, refusal }: NetworkRule): void {
  const { fetch: realFetch } = globalThis;
  const guarded = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const place = URL.canParse(url) ? new URL(url) : null;
    if (place !== null && isWeb(place) && !allows(place.hostname)) throw new Error(refusal(url));
    return realFetch(input, init);
  };
  globalThis.fetch = Object.assign(guarded, { preconnect: () => {} });
}

const isWeb = ({ protocol }: URL): boolean => protocol === "http:" || protocol === "https:";

function closeWebSocket({ allows, refusal }: NetworkRule): void {
  // Node has it from version 22 on.
  const real: typeof WebSocket | undefined = Reflect.get(globalThis, "WebSocket");
  if (real === undefined) return;
  globalThis.WebSocket = new Proxy(real, {
    construct(target, args: ConstructorParameters<typeof WebSocket>) {
      const url = String(args[0]);
      if (!allows(new URL(url).hostname)) throw new Error(refusal(url));
      return new target(...args);
    },
  });
}

type Connect = Socket["connect"];

function closeSockets({ allows, refusal }: NetworkRule): void {
  const realConnect: Connect = Socket.prototype.connect;
  Socket.prototype.connect = function connect(this: Socket, ...args: Parameters<Connect>): Socket {
    const host = hostOf(args);
    if (host !== null && !allows(host)) throw new Error(refusal(host));
    return realConnect.apply(this, args);
  } as Connect;
}

/** The host in the arguments of a socket's `connect`; `null` where they name a socket file instead. */
function hostOf(args: readonly unknown[]): string | null {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as readonly unknown[]) : args;
  if (first !== null && typeof first === "object") {
    if ("path" in first && typeof first.path === "string") return null;
    return "host" in first && first.host !== undefined ? String(first.host) : "localhost";
  }
  // A port may be given as text. Any other text is the path of a socket file.
  if (!/^\d+$/.test(String(first))) return null;
  return typeof second === "string" ? second : "localhost";
}

function closeBunSockets({ allows, refusal }: NetworkRule): void {
  const bun: object | undefined = Reflect.get(globalThis, "Bun");
  if (bun === undefined) return;
  const realConnect = Reflect.get(bun, "connect") as (options: unknown) => unknown;
  Reflect.set(bun, "connect", (options: { readonly hostname?: string }) => {
    const host = options.hostname ?? null;
    if (host !== null && !allows(host)) throw new Error(refusal(host));
    return realConnect(options);
  });
}

/** Packages that Bun brings itself, and whose requests go past all of the above. */
function closeStandIns({ allows, refusal }: NetworkRule): void {
  const refuse = (target: unknown): void => {
    const url = target instanceof Request ? target.url : String(target);
    if (URL.canParse(url) && !allows(new URL(url).hostname)) throw new Error(refusal(url));
  };
  for (const name of ["node-fetch", "undici"] as const) {
    replaceStandIn(name, (real: Ask): Ask => async (target, ...rest) => {
      refuse(target);
      return await real(target, ...rest);
    });
  }
  replaceStandIn(
    "ws",
    (real: Ask) =>
      new Proxy(real, {
        construct(target, args: unknown[], newTarget): object {
          refuse(args[0]);
          return Reflect.construct(target, args, newTarget) as object;
        },
      }),
  );
}

type Ask = (target: unknown, ...rest: unknown[]) => unknown;
