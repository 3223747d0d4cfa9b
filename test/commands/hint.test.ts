import { describe, expect, test } from "bun:test";
import { type Called, hint, nameOf, pasted, repositoryFlag } from "../../src/commands/hint.ts";

const called = (
  there: readonly string[],
  path: string,
  more: Partial<Pick<Called, "main" | "folder">> = {},
): string =>
  nameOf({
    main: "/code/rehearsal/src/cli.ts",
    executable: "/opt/bun",
    path,
    folder: "/code/rehearsal",
    bunVersion: "1.4.5",
    isFile: (file) => there.includes(file),
    ...more,
  });

describe("what a hint begins with", () => {
  test("is the name, where the shell knows it", () => {
    expect(called(["/usr/bin/rehearsal", "/usr/bin/bun"], "/bin:/usr/bin")).toBe("rehearsal");
  });

  test("is the file, near or far, run by the Bun that the shell knows", () => {
    expect(called(["/usr/bin/bun"], "/usr/bin")).toBe("bun src/cli.ts");
    expect(called(["/usr/bin/bun"], "/usr/bin", { main: "/my code/cli.ts" })).toBe(
      "bun '/my code/cli.ts'",
    );
  });

  test("is npx, where only npx brought Bun and the name along", () => {
    const folder = "/home/me/.npm/_npx/3f1c/node_modules/.bin";
    const there = [`${folder}/bun`, "/code/rehearsal/node_modules/.bin/rehearsal", "/usr/bin/npx"];
    const path = `/code/rehearsal/node_modules/.bin:${folder}:/tmp/bun-node-a7733435c:/usr/bin`;
    expect(called(there, path)).toBe("npx -y bun@1.4.5 src/cli.ts");
    // A Bun that npm itself has installed, in a folder that the shell does not look in.
    const own = "/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin";
    const found = ["/opt/npm/bin/bun", "/usr/bin/npx"];
    expect(called(found, `/opt/npm/bin:/code/node_modules/.bin:${own}:/usr/bin`)).toBe(
      "npx -y bun@1.4.5 src/cli.ts",
    );
    const main = "/work/node_modules/rehearsal/dist/cli.js";
    expect(called(there, path, { main, folder: "/work/app" })).toBe("npx rehearsal");
  });

  test("is what another project has installed, where npx would not find it", () => {
    const main = "/work/shop/node_modules/rehearsal/dist/cli.js";
    const command = "/work/shop/node_modules/.bin/rehearsal";
    expect(called([command, "/usr/bin/npx"], "/usr/bin", { main })).toBe(command);
    expect(called([command], "/usr/bin", { main, folder: "/work/shop" })).toBe("npx rehearsal");
  });

  test("is the executable, where the program is compiled into one", () => {
    expect(called([], "/usr/bin", { main: null })).toBe("/opt/bun");
  });
});

test("a repository is named where the current folder is outside of it", () => {
  expect(repositoryFlag(process.cwd())).toBe("");
  expect(repositoryFlag("/some where/else")).toBe(" --repo '/some where/else'");
});

describe("a message", () => {
  test("has its commands as they are called here, about the repository that was named", () => {
    const message = "There is no run x. `rehearsal runs` lists them; `git log` does not.";
    expect(pasted(message, [])).toBe(message.replace("rehearsal runs", hint("runs")));
    for (const args of [["show", "x", "--repo", "../my shop"], ["--repo=../my shop"]])
      expect(pasted(message, args)).toContain(`\`${hint("runs")} --repo '../my shop'\``);
  });

  test("names no repository where a command is about none, or names one", () => {
    const args = ["--repo", "shop"];
    for (const command of ["sim scenarios", "demo", "runs --repo DIR"])
      expect(pasted(`\`rehearsal ${command}\``, args)).toBe(`\`${hint(command)}\``);
  });
});
