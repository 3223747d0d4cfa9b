import { posix } from "node:path";
import { type Floor, type Position, positionsOf } from "./floors.ts";
import { placeOf, type SourceFile, type SourceModule, walk } from "./source-module.ts";

/** What a file asks for, in whatever way: types too, and re-exports. */
export interface Import {
  /** As written; `null` where it is computed. */
  readonly specifier: string | null;
  readonly offset: number;
}

export function importsOf({ program }: SourceModule): readonly Import[] {
  const found: Import[] = [];
  walk(program, (node) => {
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "ExportNamedDeclaration":
      case "ImportExpression":
      case "TSImportType": {
        if (node.source === null) return;
        const { source, start } = node;
        const isText = source.type === "Literal" && typeof source.value === "string";
        found.push({ specifier: isText ? String(source.value) : null, offset: start });
        return;
      }
      case "TSExternalModuleReference":
        found.push({ specifier: node.expression.value, offset: node.start });
        return;
      case "CallExpression": {
        const [argument] = node.arguments;
        if (node.callee.type !== "Identifier" || node.callee.name !== "require") return;
        const isText = argument?.type === "Literal" && typeof argument.value === "string";
        found.push({ specifier: isText ? String(argument.value) : null, offset: node.start });
      }
    }
  });
  return found;
}

/** The path that a relative specifier names; `null` for a package. */
function targetOf(file: SourceFile, specifier: string): string | null {
  if (!/^\.\.?(?:\/|$)/.test(specifier)) return null;
  return posix.join(posix.dirname(file.path), specifier);
}

/** Imports that point up or to a room beside, out of the house, or to a package the floor may not have. */
export function forbiddenImports(
  floors: readonly Floor[],
  modules: readonly SourceModule[],
  /** Files that load a user's own file, whose path nobody knows before. */
  loaders: readonly string[],
): readonly string[] {
  return modules.flatMap((module) => {
    const [from] = positionsOf(floors, module.path);
    if (from === undefined) return [];
    return importsOf(module).flatMap(({ specifier, offset }) => {
      const problem =
        specifier === null
          ? loaders.includes(module.path)
            ? null
            : "imports what only running it would tell: write the path out"
          : problemOf(floors, from, module, specifier);
      return problem === null ? [] : [`${placeOf(module, offset)} ${problem}`];
    });
  });
}

function problemOf(
  floors: readonly Floor[],
  from: Position,
  module: SourceModule,
  specifier: string,
): string | null {
  const target = targetOf(module, specifier);
  if (target === null) return packageProblemOf(from.floor, specifier);
  const [to] = positionsOf(floors, target);
  if (to === undefined) {
    // The roof may tell its version, and print a page of the documentation.
    const isShown = target === "package.json" || /^docs\/[^/]+\.md$/.test(target);
    return isShown && from.floor === floors[0]
      ? null
      : `imports ${target}, which is no part of src/`;
  }
  if (to.place === from.place || from.floor.mayImport.includes(to.floor.name)) return null;
  const relation =
    to.floor.name === from.floor.name ? `a room beside ${from.place}` : `floor ${to.floor.name}`;
  return `is on floor ${from.floor.name} and imports ${target}, ${relation}`;
}

function packageProblemOf(floor: Floor, specifier: string): string | null {
  if (/^(?:rehearsal(?:\/|$)|#|\/|file:)/.test(specifier)) {
    return `imports ${specifier}: name a file of ours by its relative path`;
  }
  if (floor.packages === null || floor.packages.includes(specifier)) return null;
  return `imports ${specifier}, and floor ${floor.name} may have only: ${floor.packages.join(", ") || "none"}`;
}

/** Each cycle of imports once, as a way round it; types count. */
export function importCycles(modules: readonly SourceModule[]): readonly string[] {
  const known = new Set(modules.map(({ path }) => path));
  const targets = new Map(
    modules.map((module) => [
      module.path,
      importsOf(module)
        .map(({ specifier }) => (specifier === null ? null : targetOf(module, specifier)))
        .filter((target) => target !== null && known.has(target)),
    ]),
  );
  const cycles: string[] = [];
  const left = new Set<string>();
  const way: string[] = [];
  for (const { path } of modules) follow(path);
  return cycles;

  function follow(path: string): void {
    const begin = way.indexOf(path);
    if (begin !== -1) cycles.push([...way.slice(begin), path].join(" → "));
    if (begin !== -1 || left.has(path)) return;
    way.push(path);
    for (const target of targets.get(path) ?? []) if (target !== null) follow(target);
    way.pop();
    left.add(path);
  }
}

/** Files that hold nothing of their own, and only hand on what others hold. */
export function barrels(
  modules: readonly SourceModule[],
  publicEntries: readonly string[],
): readonly string[] {
  return modules
    .filter(({ path, program }) => {
      if (publicEntries.includes(path) || path.endsWith(".d.ts")) return false;
      const { body } = program;
      const handsOn = body.some(
        ({ type }) => type === "ExportAllDeclaration" || type === "ExportNamedDeclaration",
      );
      return handsOn && body.every(holdsNothing);
    })
    .map(({ path }) => `${path} only exports what other files hold: import those instead`);
}

function holdsNothing(statement: SourceModule["program"]["body"][number]): boolean {
  switch (statement.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return true;
    case "ExportNamedDeclaration":
      return statement.declaration === null;
    default:
      return false;
  }
}
