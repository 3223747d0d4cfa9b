import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { checkoutAround } from "../find-root.ts";
import { quoted } from "../../core/words/quoted.ts";
import type { FirstFile } from "./first-file.ts";
import { type Folder, folderAt } from "./folder.ts";
import { type PackageManager, packageManagerOf } from "./project-habits.ts";

/** How a job comes to the packages of a project. */
interface Preparation {
  /** The step of GitHub's that brings the package manager, line by line. */
  readonly step: readonly string[];
  /** The image of GitLab's that has it. */
  readonly image: string;
  readonly commands: readonly string[];
}

const node = {
  step: ["uses: actions/setup-node@v4", "with:", "  node-version: 22"],
  image: "node:22",
  commands: [],
};

const preparations: Readonly<Record<PackageManager["name"], Preparation>> = {
  bun: { step: ["uses: oven-sh/setup-bun@v2"], image: "oven/bun:1", commands: [] },
  npm: node,
  pnpm: { ...node, commands: ["corepack enable"] },
  yarn: { ...node, commands: ["corepack enable"] },
};

/** Where there is no lockfile: `npm ci` refuses without one. */
const withoutLockfile = { name: "npm", install: "npm install", runs: "npx --no-install" } as const;

/**
 * The workflow for CI that rehearses the folder's scenarios, by the package manager whose lockfile is there. Services read
 * workflows at the top of a repository only, so there it is written.
 */
export function workflowFor(folder: Folder): FirstFile {
  const topPath = topAround(folder);
  const top = folderAt(topPath);
  const place = relative(topPath, folder.path);
  const name = ["rehearse", ...(place.match(/[A-Za-z0-9]+/g) ?? [])].join("-");
  const manager = packageManagerOf(folder) ?? packageManagerOf(top) ?? withoutLockfile;
  const { step, image, commands } = preparations[manager.name];
  const job: Job = {
    name,
    place,
    step,
    image,
    commands: [...commands, manager.install],
    runs: manager.runs,
  };
  const path = (file: string) => relative(folder.path, join(topPath, file));
  return top.has(".gitlab-ci.yml")
    ? {
        path: path(`.gitlab/${name}.yml`),
        text: gitlabJob(job),
        purpose: "for `include: local:` in .gitlab-ci.yml",
      }
    : {
        path: path(`.github/workflows/${name}.yml`),
        text: githubWorkflow(job),
        purpose: "the scenarios in CI",
      };
}

/** The top of the repository that a folder is in, which may still be to be made; itself where it is in none. */
export function topAround({ path }: Folder): string {
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  return checkoutAround(there) ?? path;
}

interface Job extends Preparation {
  readonly name: string;
  /** The folder of the scenarios, from the top of the repository; empty where it is the top. */
  readonly place: string;
  /** What stands before `rehearsal` on the command line. */
  readonly runs: string;
}

const about =
  "# Rehearses scenarios/ under many schedules. It takes rehearsal from the dev dependencies.";

const githubWorkflow = ({ place, step, commands, runs }: Job): string => `${about}
name: Rehearse${place === "" ? "" : ` ${place}`}
on: [push, pull_request]
permissions:
  contents: read
jobs:
  rehearse:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        part: [1, 2]
${place === "" ? "" : `    defaults:\n      run:\n        working-directory: ${JSON.stringify(place)}\n`}    steps:
      - uses: actions/checkout@v4
      - ${step.join("\n        ")}
${commands.map((command) => `      - run: ${command}\n`).join("")}      - run: >
          ${runs} rehearsal sim --seeds 200 --shard \${{ matrix.part }}/2
          --reporter github --reporter html=rehearsal.html
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: rehearsal-\${{ matrix.part }}
          path: ${yamlPath(place, "rehearsal.html")}
`;

const gitlabJob = ({ name, place, image, commands, runs }: Job): string => `${about}
# In .gitlab-ci.yml: include: [{ local: .gitlab/${name}.yml }]
${name}:
  image: ${image}
  parallel: 2
  script:
${[...(place === "" ? [] : [`cd ${quoted(place)}`]), ...commands].map((command) => `    - ${command}\n`).join("")}    - >
      ${runs} rehearsal sim --seeds 200 --shard $CI_NODE_INDEX/$CI_NODE_TOTAL
      --reporter line --reporter junit=rehearsal.xml --reporter html=rehearsal.html
  artifacts:
    when: always
    paths: [${yamlPath(place, "rehearsal.html")}]
    reports:
      junit: ${yamlPath(place, "rehearsal.xml")}
`;

const yamlPath = (place: string, file: string): string =>
  place === "" ? file : JSON.stringify(join(place, file));
