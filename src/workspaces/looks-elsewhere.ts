import { type Dirent } from "node:fs";
import { open, readdir, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Environment } from "./child-environment.ts";

/** Limits to how much is read of a file, how many files are looked at and how many ways are told: this is only a hint. */
const bytesMax = 65_536;
const entriesMax = 2_000;
const waysMax = 8;

interface Look {
  /** The user's checkout, as it is named and as it really is. */
  readonly roots: readonly string[];
  /** The ticket's tree. */
  readonly tree: string;
  readonly environment: Environment;
  readonly command: string;
}

/**
 * Why a check that runs in a ticket's tree may in fact test the user's checkout, so that it passes whatever the ticket
 * did: editable installs of Python, links, variables, build folders, or a command that names the checkout.
 */
export async function waysElsewhere(look: {
  readonly root: string;
  readonly tree: string;
  readonly environment: Environment;
  readonly command: string;
}): Promise<readonly string[]> {
  const { root, ...rest } = look;
  const real = await realpath(root).catch(() => root);
  const seen: Look = { ...rest, roots: [...new Set([root, real])] };
  const found = await Promise.all([
    inCommand(seen),
    inVariables(seen),
    inPythons(seen),
    inLinks(seen),
    inBuilds(seen),
  ]);
  return [...new Set(found.flat())].slice(0, waysMax);
}

/** The checkout's path is in a text, and is the beginning of no longer name there. */
const names = (text: string, { roots, tree }: Pick<Look, "roots" | "tree">): boolean =>
  roots.some((root) => {
    for (let at = text.indexOf(root); at >= 0; at = text.indexOf(root, at + 1))
      if (!text.startsWith(tree, at) && !/[\w.-]/.test(text[at + root.length] ?? "")) return true;
    return false;
  });

const isWithin = (path: string, { roots, tree }: Pick<Look, "roots" | "tree">): boolean =>
  path !== tree &&
  !path.startsWith(`${tree}${sep}`) &&
  roots.some((root) => path === root || path.startsWith(`${root}${sep}`));

async function inCommand(look: Look): Promise<readonly string[]> {
  return names(look.command, look) ? [`the check's command names ${look.roots[0]}`] : [];
}

/** Variables that often name the checkout without harm; what they lead to is looked at by other checks here. */
const places: ReadonlySet<string> = new Set(["PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "HOME"]);
const ownMark = "REHEARSAL_REPOSITORY";

async function inVariables(look: Look): Promise<readonly string[]> {
  const variables = Object.entries(look.environment).flatMap(([name, value]) =>
    value !== undefined && name !== ownMark && !places.has(name) && names(value, look)
      ? [`the variable ${name} names your checkout`]
      : [],
  );
  const programs = pathsOf(look).filter(
    (folder) => isWithin(folder, look) && !isOfPackages(folder),
  );
  return [...variables, ...programs.map((folder) => `PATH holds ${folder}`)];
}

const pathsOf = ({ environment }: Look): readonly string[] =>
  (environment["PATH"] ?? "").split(":").filter((folder) => folder !== "");

/** What package managers and builds make in a checkout; it holds others' code, or links to the checkout's own. */
const packageFolders: ReadonlySet<string> = new Set(
  "node_modules .venv venv .env env vendor .tox .nox .pixi __pypackages__ site-packages bower_components".split(
    " ",
  ),
);
const isOfPackages = (path: string): boolean =>
  path.split(sep).some((part) => packageFolders.has(part));

async function inPythons(look: Look): Promise<readonly string[]> {
  const { environment, tree } = look;
  const homes = [
    environment["VIRTUAL_ENV"],
    environment["CONDA_PREFIX"],
    environment["HOME"] === undefined ? undefined : join(environment["HOME"], ".local"),
    ...["venv", ".venv", "env", ".env"].map((name) => join(tree, name)),
    // A program of an environment uses that, activated or not.
    ...pathsOf(look).map((folder) => dirname(folder)),
  ].filter((home) => home !== undefined);
  const found = await Promise.all([...new Set(homes)].map((home) => inPython(home, look)));
  return found.flat();
}

async function inPython(home: string, look: Look): Promise<readonly string[]> {
  const found: string[] = [];
  for (const library of ["lib", "lib64"]) {
    const versions = (await listed(join(home, library))).filter(({ name }) =>
      name.startsWith("python"),
    );
    for (const { name } of versions)
      for (const kind of ["site-packages", "dist-packages"])
        found.push(...(await editables(join(home, library, name, kind), look)));
  }
  return found;
}

/** `pip install -e`, `uv pip install -e`, `poetry install`, `setup.py develop`: each leaves a file that names the checkout. */
async function editables(site: string, look: Look): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name } of await listed(site)) {
    const isTold = /\.(pth|egg-link)$|^__editable__.*\.py$/.test(name);
    if (isTold && names(await beginning(join(site, name)), look))
      found.push(`an editable install tests your checkout: ${join(site, name)}`);
  }
  return found;
}

/** Links in the tree that lead into the checkout, and links among packages that lead out of them again. */
async function inLinks(look: Look): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    for (const entry of await listed(folder)) {
      const path = join(folder, entry.name);
      const isPackages = packageFolders.has(entry.name);
      if (entry.isSymbolicLink()) {
        const target = await realpath(path).catch(() => null);
        if (target === null || !isWithin(target, look)) continue;
        if (isOfPackages(relative(look.roots.at(-1) ?? "", target))) await visit(target, 1);
        else found.push(`the link ${path} leads to ${target}`);
      } else if (
        entry.isDirectory() &&
        entry.name !== ".git" &&
        (depth > 0 || isPackages || entry.name.startsWith("@"))
      )
        await visit(path, isPackages || entry.name.startsWith("@") ? 0 : depth - 1);
    }
  };
  await visit(look.tree, 2);
  return found;
}

const buildFiles = ["CMakeCache.txt", "config.status", "build.ninja", "Makefile"];

/** A build folder that was copied or linked builds where it was made. */
async function inBuilds(look: Look): Promise<readonly string[]> {
  const folders = [
    look.tree,
    ...(await listed(look.tree)).flatMap(({ name }) =>
      name === ".git" ? [] : [join(look.tree, name)],
    ),
  ];
  const files = folders.flatMap((folder) => buildFiles.map((file) => join(folder, file)));
  const found = await Promise.all(
    files.map(async (file) =>
      names(await beginning(file), look) ? [`${file} names your checkout`] : [],
    ),
  );
  return found.flat();
}

async function listed(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.slice(0, entriesMax);
}

async function beginning(path: string): Promise<string> {
  // What is no file (a pipe, a device) would be waited for.
  const entry = await stat(path).catch(() => null);
  if (entry?.isFile() !== true) return "";
  const file = await open(path, "r").catch(() => null);
  if (file === null) return "";
  try {
    const buffer = Buffer.alloc(Math.min(bytesMax, Math.max(entry.size, 4_096)));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await file.close();
  }
}
