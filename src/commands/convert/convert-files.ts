import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { parseJson } from "../../mock-provider/json-object.ts";
import { countText } from "../../core/words/count-text.ts";
import { errorMessage } from "../../core/words/error-message.ts";
import { hint } from "../hint.ts";
import { note, print, printJson } from "../output.ts";
import { quoted } from "../../core/words/quoted.ts";
import { usageError } from "../usage-error.ts";
import { type AimockFile, readAimockFile } from "./aimock-fixture.ts";
import { convertFixtures, type ConvertedFile } from "./scenario-source.ts";

export interface ConvertOptions {
  /** A folder. */
  readonly out: string;
  /** Whether files that are there are written over. */
  readonly force?: true;
  readonly json?: true;
}

/** Runs `rehearsal convert`. Nothing is written unless all of it can be. */
export async function convertFiles(
  paths: readonly string[],
  { out, force, json }: ConvertOptions,
): Promise<void> {
  const files = paths.flatMap(jsonFilesAt).map((file) => ({
    from: file.path,
    to: join(out, `${file.name}.scenario.ts`),
    converted: converted(file.path, basename(file.name)),
  }));
  if (files.length === 0)
    throw usageError(`There is no JSON file in ${paths.map(quoted).join(", ")}.`);
  const written = files.filter(({ converted: { text } }) => text !== null);
  refuseTwice(written);
  if (force !== true) refuseExisting(written);
  for (const { to, converted: file } of written) write(to, file.text ?? "");

  if (json === true) return printJson({ files: files.map(jsonOf) });
  for (const { from, to, converted: file } of files) {
    print(
      file.text === null
        ? `left  ${from}\n`
        : `wrote ${to}, ${countText(file.replies, "reply", "replies")}\n`,
    );
    for (const one of file.notes) note(`${from}: ${one}.`);
  }
  const [first] = written;
  if (first !== undefined) print(`\nNext:\n  ${hint(`serve ${quoted(first.to)}`)}\n`);
}

interface JsonFile {
  readonly path: string;
  /** Within the folder that was named, without its ending. */
  readonly name: string;
}

function jsonFilesAt(path: string): readonly JsonFile[] {
  try {
    const files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".json") && !/(^|[/\\])node_modules[/\\]/.test(name))
          .map((name) => join(path, name))
          .toSorted()
      : [path];
    const folder = files[0] === path ? dirname(path) : path;
    return files.map((file) => ({
      path: file,
      name: relative(folder, file).replace(/\.json$/, ""),
    }));
  } catch (error) {
    throw usageError(
      `${path} cannot be read: ${errorMessage(error)}. Name files or folders of aimock's fixtures: ${hint("convert test/fixtures")}`,
    );
  }
}

function converted(path: string, name: string): ConvertedFile {
  const value = parseJson(readFileSync(path, "utf8"));
  if (value === undefined) throw usageError(`${path} holds no JSON. Mend it, or leave it out.`);
  return convertedFile(name, readAimockFile(value));
}

function convertedFile(name: string, file: AimockFile): ConvertedFile {
  switch (file.type) {
    case "fixtures":
      return convertFixtures(name, file.fixtures);
    case "settings":
      return {
        text: null,
        replies: 0,
        notes: [
          `it holds settings of a server (${file.members.join(", ")})${file.fixtures === null ? "" : `, whose replies stand in ${file.fixtures}: convert that`}`,
        ],
      };
    case "unreadable":
      return { text: null, replies: 0, notes: [`it holds no fixtures of aimock's: ${file.why}`] };
  }
}

type Written = { readonly from: string; readonly to: string };

function refuseTwice(files: readonly Written[]): void {
  for (const [index, { from, to }] of files.entries()) {
    const before = files.slice(0, index).find((file) => file.to === to);
    if (before !== undefined)
      throw usageError(
        `${before.from} and ${from} would both become ${to}. Convert them one after the other, each with an --out of its own.`,
      );
  }
}

function refuseExisting(files: readonly Written[]): void {
  const there = files.find(({ to }) => existsSync(to));
  if (there === undefined) return;
  throw usageError(
    `${there.to} is there already, and nothing was written. Name another folder with --out, or write over it with --force.`,
  );
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw usageError(
      `${path} cannot be written: ${errorMessage(error)}. Name a folder that can: --out FOLDER`,
    );
  }
}

const jsonOf = ({
  from,
  to,
  converted: { text, replies, notes },
}: Written & { readonly converted: ConvertedFile }) => ({
  from,
  to: text === null ? null : to,
  replies,
  notes,
});
