import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { waysElsewhere } from "../../src/workspaces/looks-elsewhere.ts";

let folder = "";
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rehearsal-elsewhere-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A user's checkout and a ticket's tree, with files and links (`to`, where a text begins with `->`). */
async function look(
  content: (place: { root: string; tree: string }) => Readonly<Record<string, string>>,
  rest: (place: { root: string; tree: string }) => {
    environment?: Record<string, string>;
    command?: string;
  } = () => ({}),
) {
  const place = {
    root: join(folder, `${++count}`, "shop"),
    tree: join(folder, `${count}`, "tree"),
  };
  for (const made of Object.values(place)) await mkdir(made, { recursive: true });
  for (const [path, text] of Object.entries(content(place))) {
    await mkdir(dirname(path), { recursive: true });
    await (text.startsWith("->") ? symlink(text.slice(2), path) : Bun.write(path, text));
  }
  const { environment = {}, command = "make test" } = rest(place);
  return waysElsewhere({ ...place, environment, command });
}

describe("a check may test the user's checkout by", () => {
  test.each([
    ["a .pth of an active environment", "tool.pth", "@\n"],
    ["a finder of setuptools", "__editable___tool_finder.py", "MAPPING = {'tool': '@/src/tool'}"],
    ["an egg link", "tool.egg-link", "@\n."],
  ])("%s", async (_, name, text) => {
    const found = await look(
      ({ root }) => ({
        [join(root, ".venv/lib/python3.12/site-packages", name)]: text.replace("@", root),
      }),
      ({ root }) => ({ environment: { VIRTUAL_ENV: join(root, ".venv") } }),
    );
    expect(found).toEqual([
      expect.stringMatching(/^an editable install tests your checkout: .*\/\.venv\//),
    ]);
  });

  test("an environment that is only on PATH", async () => {
    const found = await look(
      ({ root }) => ({ [join(root, "../env/lib/python3.9/site-packages/a.pth")]: `${root}/src` }),
      ({ root }) => ({ environment: { PATH: `/bin:${join(root, "../env/bin")}` } }),
    );
    expect(found).toHaveLength(1);
  });

  test("a link to its files, or by one of linked packages", async () => {
    const found = await look(({ root, tree }) => ({
      [join(root, "src/a.ts")]: "a",
      [join(root, "packages/core/a.ts")]: "a",
      [join(root, "node_modules/@shop/core")]: "->../../packages/core",
      [join(tree, "node_modules")]: `->${join(root, "node_modules")}`,
      [join(tree, "lib/src")]: `->${join(root, "src")}`,
    }));
    expect(found.toSorted()).toEqual([
      expect.stringMatching(/node_modules\/@shop\/core leads to .*shop\/packages\/core$/),
      expect.stringMatching(/lib\/src leads to .*shop\/src$/),
    ]);
  });

  test("variables, programs of it and its name in the command", async () => {
    const found = await look(
      () => ({}),
      ({ root }) => ({
        environment: { PYTHONPATH: `${root}/src`, PATH: `${root}/bin:${root}/node_modules/.bin` },
        command: `cd ${root} && make test`,
      }),
    );
    expect(found).toEqual([
      expect.stringContaining("command names"),
      "the variable PYTHONPATH names your checkout",
      expect.stringMatching(/^PATH holds .*\/bin$/),
    ]);
  });

  test("a build folder that was made there", async () => {
    const found = await look(({ root, tree }) => ({
      [join(tree, "build/CMakeCache.txt")]: `CMAKE_HOME_DIRECTORY:INTERNAL=${root}\n`,
    }));
    expect(found).toEqual([expect.stringMatching(/CMakeCache\.txt names your checkout$/)]);
  });
});

test("nothing is said of packages of others, of a checkout with a longer name, and of what is the tree's own", async () => {
  const found = await look(
    ({ root, tree }) => ({
      [join(root, "node_modules/left-pad/index.js")]: "x",
      [join(root, ".venv/lib/python3.12/site-packages/other.pth")]: `${root}-old/src`,
      [join(tree, "node_modules")]: `->${join(root, "node_modules")}`,
      [join(tree, ".venv/lib/python3.12/site-packages/tool.pth")]: `${tree}/src`,
      [join(tree, "src/link")]: "->./a",
    }),
    ({ root }) => ({
      environment: {
        VIRTUAL_ENV: join(root, ".venv"),
        PATH: `${root}/.venv/bin:/usr/bin`,
        HOME: dirname(root),
        REHEARSAL_REPOSITORY: root,
      },
    }),
  );
  expect(found).toEqual([]);
});
