import type { Git, GitCall } from "./git.ts";

/** Folders, by name, that package managers, interpreters and test runners fill, and that projects do not commit. */
const names = new Set(
  (
    "node_modules bower_components jspm_packages elm-stuff .venv __pycache__ .pytest_cache .mypy_cache .ruff_cache " +
    ".hypothesis .ipynb_checkpoints .tox .nox .eggs .gradle .dart_tool .terraform .parcel-cache .turbo .nyc_output " +
    ".next .nuxt .svelte-kit .angular .stack-work dist-newstyle .zig-cache"
  ).split(" "),
);

/**
 * Such folders that hold some of the changed paths (raw), each with a slash at its end. A folder is left out where the
 * project means to commit it: git tracks files in it, or a worker wrote one there with a file tool (`written`).
 */
export async function packageFolders(
  git: Git,
  changed: readonly string[],
  written: readonly string[],
  call: GitCall,
): Promise<readonly string[]> {
  const found = new Set(changed.flatMap((path) => packageFolderOf(path) ?? []));
  for (const path of written) {
    const folder = packageFolderOf(Buffer.from(path, "utf8").toString("latin1"));
    if (folder !== null) found.delete(folder);
  }
  if (found.size === 0) return [];
  const specs = [...found].map((folder) => `:(top,literal)${raw(folder)}`);
  const tracked = await git.runRaw(["ls-files", "-z", "--cached", "--", ...specs], call);
  for (const path of tracked.split("\0")) found.delete(packageFolderOf(path) ?? "");
  return [...found];
}

function packageFolderOf(path: string): string | null {
  const parts = path.split("/");
  const at = parts.findIndex((part, index) => index < parts.length - 1 && names.has(part));
  return at === -1 ? null : `${parts.slice(0, at + 1).join("/")}/`;
}

/** An argument is text; what it is made of came as bytes. */
const raw = (path: string): string => Buffer.from(path, "latin1").toString("utf8");
