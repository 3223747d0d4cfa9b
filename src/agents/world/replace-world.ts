import { Readable } from "node:stream";
import { insideOf } from "../../clock/virtual/inside.ts";
import { loadBuiltin } from "../../clock/virtual/load-builtin.ts";
import { replaceMember } from "../../clock/virtual/replace-member.ts";
import { replaceTime } from "../../clock/virtual/replace-time.ts";
import { closeNetwork } from "../../sim/world/closed-network.ts";
import { replaceStandIn } from "../../sim/world/stand-ins.ts";
import { keepUncaught } from "./uncaught.ts";

type Anything = (...args: unknown[]) => unknown;

/**
 * Prepares this process or thread for simulations of agents: for the code inside of one, time, chance and the
 * network are the simulation's. All other code goes on as before. Before the agents' own code is loaded.
 */
export const replaceWorld = (): void => replaceTime(replaceOthers);

function replaceOthers(): void {
  closeNetwork({
    allows: () => insideOf() === null,
    refusal: (target) => insideOf()!.unreachable(target).message,
  });
  replaceMember(globalThis, "fetch", (real: typeof fetch): typeof fetch => {
    const call = (...given: Parameters<typeof fetch>) => (insideOf()?.fetch ?? real)(...given);
    return Object.assign(call, { preconnect: real.preconnect });
  });
  answerStandIns();
  closeNames();
  const { Socket } = loadBuiltin("node:dgram") as typeof import("node:dgram");
  for (const name of ["send", "connect"]) {
    replaceMember(
      Socket.prototype,
      name,
      (real: Anything) =>
        function datagram(this: unknown, ...args) {
          const inside = insideOf();
          if (inside === null) return real.apply(this, args);
          const host = args.findLast((arg) => typeof arg === "string") ?? "localhost";
          throw inside.unreachable(`udp ${host}`);
        },
    );
  }
  tellProcesses();
  replaceMember(process, "exit", (real: (code?: number | string) => never) => (code) => {
    const inside = insideOf();
    if (inside === null) return real(code);
    throw inside.exits(code);
  });
  keepUncaught();
}

/** Clients that Bun brings itself ask the simulation, too. */
function answerStandIns(): void {
  replaceStandIn("node-fetch", (real: Asking & { Response?: typeof Response }) => {
    const Answer = real.Response ?? Response;
    return Object.assign(async (...given: Parameters<typeof fetch>) => {
      const inside = insideOf();
      if (inside === null) return await real(...given);
      const { body, status, statusText, headers } = await inside.fetch(...given);
      return new Answer(body, { status, statusText, headers });
    }, {});
  });
  replaceStandIn("undici", (real: Asking, member) => async (...given) => {
    const inside = insideOf();
    if (inside === null) return await real(...given);
    const response = await inside.fetch(...given);
    return member === "request" ? undiciAnswer(response) : response;
  });
}

type Asking = (...given: Parameters<typeof fetch>) => Promise<unknown>;

/** As `request` of undici answers. */
function undiciAnswer(response: Response): object {
  const { status: statusCode, headers } = response;
  const body =
    response.body === null ? Readable.from([]) : Readable.fromWeb(response.body as never);
  const whole = {
    text: () => new Response(Readable.toWeb(body) as never).text(),
    json: () => new Response(Readable.toWeb(body) as never).json(),
    arrayBuffer: () => new Response(Readable.toWeb(body) as never).arrayBuffer(),
  };
  return {
    statusCode,
    headers: Object.fromEntries(headers),
    body: Object.assign(body, whole),
    trailers: {},
    opaque: null,
    context: {},
  };
}

/** Names are looked up by nobody's help but the network's. */
function closeNames(): void {
  const dns = loadBuiltin("node:dns") as typeof import("node:dns");
  const bun: object | undefined = Reflect.get(globalThis, "Bun");
  const ofBun = (bun === undefined ? null : Reflect.get(bun, "dns")) as object | null;
  const holders = [dns, dns.Resolver.prototype, ofBun].filter((holder) => holder !== null);
  for (const holder of holders)
    closeNamesOf(holder, (error) => {
      throw error;
    });
  for (const holder of [dns.promises, dns.promises.Resolver.prototype]) {
    closeNamesOf(holder, (error) => Promise.reject(error));
  }
}

function closeNamesOf(holder: object, fail: (error: Error) => unknown): void {
  for (const name of Object.getOwnPropertyNames(holder)) {
    if (!/^(?:lookup|resolve|reverse)/.test(name)) continue;
    replaceMember(
      holder,
      name,
      (real: Anything) =>
        function look(this: unknown, ...args) {
          const inside = insideOf();
          if (inside === null) return real.apply(this, args);
          return fail(inside.unreachable(`the address of ${String(args[0])}`));
        },
    );
  }
}

/** They go on in real time, in their own way; what can be seen of them is that they begin. */
function tellProcesses(): void {
  const { ChildProcess } = loadBuiltin("node:child_process") as typeof import("node:child_process");
  const workers = loadBuiltin("node:worker_threads") as object;
  replaceMember(
    ChildProcess.prototype,
    "spawn",
    (real: Anything) =>
      function spawn(this: unknown, ...args) {
        const { spawnargs = [] } = (args[0] ?? {}) as { readonly spawnargs?: readonly string[] };
        const { file = "", args: words = spawnargs } = (args[0] ?? {}) as {
          readonly file?: string;
          readonly args?: readonly string[];
        };
        insideOf()?.notSimulated(`the process \`${words.length > 0 ? words.join(" ") : file}\``);
        return real.apply(this, args);
      },
  );
  tellOtherStarts();
  for (const holder of [globalThis, workers]) {
    const real: unknown = Reflect.get(holder, "Worker");
    if (typeof real !== "function") continue;
    const watched: typeof real = new Proxy(real, {
      construct(target, args: unknown[], newTarget): object {
        insideOf()?.notSimulated(`the worker thread ${String(args[0])}`);
        return Reflect.construct(
          target,
          args,
          newTarget === watched ? target : newTarget,
        ) as object;
      },
    });
    Reflect.set(holder, "Worker", watched);
  }
}

const bunOf = (): object | undefined => Reflect.get(globalThis, "Bun") as object | undefined;

/** What starts a process without that class: Bun's own ways, and those that wait for its end. */
function tellOtherStarts(): void {
  const processes = loadBuiltin("node:child_process") as object;
  const reporting = (real: Anything) =>
    Object.assign((...args: unknown[]) => {
      insideOf()?.notSimulated(`the process \`${commandOf(args[0])}\``);
      return real(...args);
    }, real);
  for (const name of ["spawnSync", "execSync", "execFileSync"])
    replaceMember(processes, name, reporting);
  for (const name of ["spawn", "spawnSync", "$"]) replaceMember(bunOf(), name, reporting);
}

/** A file's name, words in a list, such a list in options, or the parts of a template. */
function commandOf(first: unknown): string {
  if (typeof first === "string") return first;
  const words = Array.isArray(first) ? first : (first as { cmd?: unknown } | undefined)?.cmd;
  return Array.isArray(words) ? words.join(" ") : "";
}
