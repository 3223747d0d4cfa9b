import type { SourceFile } from "./source-module.ts";

/** A row of ARCHITECTURE.md's table. */
export interface Floor {
  readonly name: string;
  /** A file (`src/ports.ts`), or a folder (`src/core/`) with all that it holds. */
  readonly places: readonly string[];
  /** The floors that its files may import, apart from their own place. */
  readonly mayImport: readonly string[];
  /** The packages that its files may import; `null`: any. */
  readonly packages: readonly string[] | null;
}

/** Where a path stands. */
export interface Position {
  readonly floor: Floor;
  readonly place: string;
}

/** Reads the table whose header begins with `floor | place`; throws where it can't be understood. */
export function readFloors(markdown: string): readonly Floor[] {
  const lines = markdown.split("\n");
  const header = lines.findIndex((line) => /^\|\s*floor\s*\|\s*place\s*\|/i.test(line));
  if (header === -1) throw new Error("There is no table that begins with `| floor | place |`.");
  const rest = lines.slice(header + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  const floors = rest.slice(0, end === -1 ? undefined : end).map(readRow);
  for (const { name, mayImport } of floors) {
    const unknown = mayImport.find((other) => floors.every((floor) => floor.name !== other));
    if (unknown !== undefined)
      throw new Error(`Floor ${name} may import ${unknown}: no such floor.`);
  }
  return floors;
}

function readRow(row: string): Floor {
  const [name, places, , imports, packages] = row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
  if (!name || !places || !imports || !packages) throw new Error(`The row lacks a cell: ${row}`);
  const paths = quotedIn(places);
  if (paths.length === 0) throw new Error(`The row names no place: ${row}`);
  return {
    name,
    places: paths,
    mayImport: imports === "nothing" ? [] : imports.split(/,\s*/),
    packages: packages === "any" ? null : quotedIn(packages),
  };
}

const quotedIn = (cell: string): string[] =>
  Array.from(cell.matchAll(/`([^`]+)`/g), ([, text]) => text ?? "");

const holds = (place: string, path: string): boolean =>
  place.endsWith("/") ? path.startsWith(place) : path === place;

/** Every place that holds the path: exactly one, in a tree that is in order. */
export function positionsOf(floors: readonly Floor[], path: string): readonly Position[] {
  return floors.flatMap((floor) =>
    floor.places.filter((place) => holds(place, path)).map((place) => ({ floor, place })),
  );
}

/** Files that stand in no place or in more than one, and places that hold nothing. */
export function misplaced(
  floors: readonly Floor[],
  files: readonly Pick<SourceFile, "path">[],
): readonly string[] {
  const lost = files.flatMap(({ path }) => {
    const places = positionsOf(floors, path).map(({ place }) => place);
    if (places.length === 1) return [];
    return places.length === 0
      ? [`${path} is in no place of the table: move it, or add its place`]
      : [`${path} is in more than one place: ${places.join(", ")}`];
  });
  const empty = floors
    .flatMap(({ places }) => places)
    .filter((place) => !files.some(({ path }) => holds(place, path)))
    .map((place) => `${place} is in the table and holds no file`);
  return [...lost, ...empty];
}
