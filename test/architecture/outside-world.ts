import { referencesOf, type Reference } from "./references.ts";
import { placeOf, type SourceModule } from "./source-module.ts";

/** Time and chance that the Clock port has to give: a simulation must decide on them. */
const timeAndChance: ReadonlySet<string> = new Set([
  "AbortSignal.timeout",
  "Bun.nanoseconds",
  "Bun.randomUUIDv7",
  "Bun.sleep",
  "Bun.sleepSync",
  "Date.now",
  "Math.random",
  "crypto.getRandomValues",
  "crypto.randomBytes",
  "crypto.randomFill",
  "crypto.randomFillSync",
  "crypto.randomInt",
  "crypto.randomUUID",
  "performance.now",
  "performance.timeOrigin",
  "process.hrtime",
  "process.uptime",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

const timeModules = /^(?:node:)?(?:timers(?:\/promises)?|perf_hooks)$/;
const cryptoModules = /^(?:node:)?crypto$/;

/** Uses of raw time and randomness. */
export function rawTimeAndChance(module: SourceModule): readonly string[] {
  const uses = referencesOf(module).flatMap((reference) => {
    const what = reference.use === "value" ? timeOrChanceOf(reference) : null;
    return what === null ? [] : [`${placeOf(module, reference.offset)} uses ${what}: ${advice}`];
  });
  const imports = module.module.staticImports.flatMap(({ moduleRequest, entries, start }) => {
    const { value: from } = moduleRequest;
    const names = entries.map(({ importName }) => importName.name ?? "*");
    const taken = timeModules.test(from)
      ? [from]
      : cryptoModules.test(from)
        ? names.filter((name) => name === "*" || timeAndChance.has(`crypto.${name}`))
        : [];
    return taken.map((name) => `${placeOf(module, start)} imports ${name} of ${from}: ${advice}`);
  });
  return [...uses, ...imports];
}

const advice = "take the Clock port, or put it into src/clock/";

function timeOrChanceOf({ name, above }: Reference): string | null {
  for (const one of prefixesOf(name)) if (timeAndChance.has(one)) return one;
  const parent = above.at(-1);
  if (name !== "Date") return null;
  if (parent?.type === "NewExpression") return parent.arguments.length === 0 ? "new Date()" : null;
  return parent?.type === "CallExpression" ? "Date()" : null;
}

/** `a`, `a.b` and `a.b.c` for `a.b.c`. */
function prefixesOf(name: string): readonly string[] {
  const parts = name.split(".");
  return parts.map((_, index) => parts.slice(0, index + 1).join("."));
}

const ends: ReadonlySet<string> = new Set(["process.abort", "process.exit", "process.reallyExit"]);

/** Ends of the process from within: whoever ends it must first let everything be written and closed. */
export function processExits(module: SourceModule): readonly string[] {
  return referencesOf(module)
    .filter(({ name }) => prefixesOf(name).some((one) => ends.has(one)))
    .map(
      ({ name, offset }) => `${placeOf(module, offset)} uses ${name}: let the roof end the process`,
    );
}

/** Names that a pure and synchronous core has no use for. */
const impure: ReadonlySet<string> = new Set([
  "Bun",
  "Deno",
  "Promise",
  "console",
  "fetch",
  "globalThis",
  "process",
  "queueMicrotask",
]);

/** Names of the outside world, also as types: a core that returns a promise is not synchronous. */
export function outsideNames(module: SourceModule): readonly string[] {
  return referencesOf(module).flatMap(({ name, offset }) => {
    const [root = ""] = prefixesOf(name);
    return impure.has(root)
      ? [`${placeOf(module, offset)} uses ${root}: the core is pure and synchronous`]
      : [];
  });
}
