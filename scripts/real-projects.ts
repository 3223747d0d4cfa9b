/*
 * Conducts an epic of five tickets on three real projects in three languages, with scripted edits, and says whether the
 * branch that comes of it passes the project's own suite: an npm package, a Python and a C source of Debian's. Among the
 * tickets are a conflict that is tried again, a check that fails and is mended, and dependencies. Needs git, node, npm,
 * python3, gcc and apt-get, and some minutes: `bun scripts/real-projects.ts [NAME…]`.
 */
import { $ } from "bun";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Project {
  readonly name: string;
  /** Puts the project's files into the folder. */
  readonly fetch: (folder: string) => Promise<unknown>;
  readonly ignored: string;
  readonly setup: string | null;
  readonly suite: string;
  /** The file whose end both of two tickets write to. */
  readonly main: string;
  readonly code: (name: string) => string;
  readonly test: (name: string) => { readonly path: string; readonly text: string };
  /** What no compiler and no interpreter takes. */
  readonly nonsense: string;
}

const heredoc = (path: string, text: string) =>
  `cat >> ${path} <<'END_OF_TEXT'\n${text}END_OF_TEXT`;

/** A Debian source, by a list of sources of its own: the machine's may leave them out. */
async function debianSource(source: string, folder: string): Promise<void> {
  const apt = await mkdtemp(join(tmpdir(), "rehearsal-apt-"));
  try {
    await $`mkdir -p lists/partial parts source`.cwd(apt).quiet();
    const listed = await $`cat ${{ raw: "/etc/apt/sources.list.d/*.sources" }}`.nothrow().text();
    await Bun.write(
      join(apt, "parts/source.sources"),
      listed.replaceAll("Types: deb", "Types: deb-src"),
    );
    const options = [
      "-o",
      "Dir::Etc::sourcelist=/etc/apt/sources.list",
      "-o",
      `Dir::Etc::sourceparts=${apt}/parts`,
      "-o",
      `Dir::State::lists=${apt}/lists`,
      "-o",
      "APT::Sandbox::User=root",
    ];
    await $`apt-get ${options} update -qq`.quiet();
    await $`apt-get ${options} source -qq --download-only ${source}`
      .cwd(join(apt, "source"))
      .quiet();
    await $`tar xf ${{ raw: "source/*.orig.tar.*" }} -C ${folder} --strip-components=1`
      .cwd(apt)
      .quiet();
  } finally {
    await rm(apt, { recursive: true, force: true });
  }
}

const projects: readonly Project[] = [
  {
    name: "minimist (npm)",
    async fetch(folder) {
      await $`npm pack minimist@1.2.8 --silent`.cwd(folder).quiet();
      await $`tar xzf minimist-1.2.8.tgz --strip-components=1`.cwd(folder).quiet();
      await $`rm minimist-1.2.8.tgz`.cwd(folder);
      // By itself: with the package's own list npm would bring its linters, too.
      const tools = join(folder, "..", "tools");
      await $`npm install --silent --no-audit --no-fund --prefix ${tools} tape@5.6.3`.quiet();
      await $`mv ${tools}/node_modules .`.cwd(folder);
    },
    ignored: "node_modules/\n",
    setup: 'cp -r "$REHEARSAL_ROOT/node_modules" .',
    suite: "node_modules/.bin/tape 'test/*.js'",
    main: "index.js",
    code: (name) =>
      `\nmodule.exports.${name} = function (args) { return module.exports(args)._.length; };\n`,
    test: (name) => ({
      path: `test/${name}.js`,
      text: `'use strict';\nvar parse = require('../');\nrequire('tape')('${name}', function (t) {\n\tt.equal(parse.${name}(['a', 'b']), 2);\n\tt.end();\n});\n`,
    }),
    nonsense: "var = ;\n",
  },
  {
    name: "toolz (Python)",
    async fetch(folder) {
      await debianSource("python-toolz", folder).catch(() => debianSource("toolz", folder));
      await Bun.write(
        join(folder, "suite.py"),
        [
          "import glob, importlib, sys",
          "sys.dont_write_bytecode = True",
          'names = ["dicttoolz", "itertoolz", "recipes", "utils"]',
          'modules = [f"toolz.tests.test_{name}" for name in names]',
          'modules += [path[:-3].replace("/", ".") for path in sorted(glob.glob("toolz/tests/added_*.py"))]',
          "count = 0",
          "for module in map(importlib.import_module, modules):",
          "    for name, test in list(vars(module).items()):",
          '        if name.startswith("test_") and callable(test):',
          "            test()",
          "            count += 1",
          'print(count, "tests passed")',
          "",
        ].join("\n"),
      );
    },
    ignored: "__pycache__/\n",
    setup: null,
    suite: "python3 suite.py",
    main: "toolz/recipes.py",
    code: (name) =>
      `\n\ndef ${name}(seq):\n    """ How many items a sequence has """\n    return len(list(seq))\n`,
    test: (name) => ({
      path: `toolz/tests/added_${name}.py`,
      text: `from toolz.recipes import ${name}\n\n\ndef test_${name}():\n    assert ${name}("ab") == 2\n`,
    }),
    nonsense: "def (:\n",
  },
  {
    name: "cJSON (C)",
    async fetch(folder) {
      await debianSource("cjson", folder);
      await Bun.write(
        join(folder, "suite.sh"),
        [
          "set -e",
          "out=$(mktemp -d); trap 'rm -rf \"$out\"' EXIT",
          "cd tests",
          // Half of its own tests: each compiles the whole library.
          "for test in cjson_add misc_tests parse_[no]*.c print_[no]*.c added_*.c; do",
          "  name=${test%.c}; [ -e $name.c ] || continue",
          "  gcc -w -I unity/src -I .. $name.c unity/src/unity.c -lm -o $out/$name",
          "  $out/$name | tail -n 1",
          "done",
          "",
        ].join("\n"),
      );
    },
    ignored: "*.o\n",
    setup: null,
    suite: "bash -o pipefail suite.sh",
    main: "cJSON.c",
    code: (name) => `\nint ${name}(const cJSON *item) { return cJSON_GetArraySize(item); }\n`,
    test: (name) => ({
      path: `tests/added_${name}.c`,
      text: `#include "unity/examples/unity_config.h"\n#include "unity/src/unity.h"\n#include "common.h"\nstatic void counts(void) {\n    cJSON *list = cJSON_Parse("[1, 2]");\n    TEST_ASSERT_EQUAL_INT(2, ${name}(list));\n    cJSON_Delete(list);\n}\nint CJSON_CDECL main(void) {\n    UNITY_BEGIN();\n    RUN_TEST(counts);\n    return UNITY_END();\n}\n`,
    }),
    nonsense: "int = ;\n",
  },
];

/**
 * `second` writes to the end of the same file as `first`, which is merged by then: it conflicts, and begins again. What
 * `third` writes fails the check, and is mended.
 */
function scenarioOf({ suite, main, code, test, nonsense }: Project): string {
  const bash = (command: string) => `calls("bash", ${JSON.stringify({ command })})`;
  const write = (name: string) => {
    const { path, text } = test(name);
    return `calls("write", ${JSON.stringify({ file_path: path, content: text })})`;
  };
  const adds = (name: string) => `reply(${bash(heredoc(main, code(name)))}, ${write(name)})`;
  const done = 'reply(says("Done."))';
  const log = 'git -C "$REHEARSAL_REPOSITORY" log "rehearsal/$REHEARSAL_RUN"';
  const waits = `until ${log} --format=%s | grep -q ^first:; do sleep 0.2; done`;
  return `import { allow, calls, outcome, reply, retry, says, scenario, tickets, tier1, tier2, tier3, tier4, ticket, tracks } from "rehearsal/sim";
export default scenario({
  name: "a real project",
  epic: "Count in more ways",
  rules: [allow.everything()],
  config: { check: ${JSON.stringify(suite)}, attempts: 2 },
  models: [
    tier1(reply(tracks({ id: "count", title: "Count" }))),
    tier2("count", reply(tickets(
      { id: "first", title: "Count one way" },
      { id: "second", title: "Count another way" },
      { id: "third", title: "Count a third way", dependsOn: ["second"] },
      { id: "notes", title: "Write notes" },
      { id: "last", title: "Test all ways together", dependsOn: ["third", "notes"] },
    ))),
    tier3("first", ${adds("countFirst")}, ${done}),
    tier3("second", ${adds("countSecond")}, reply(${bash(waits)}), ${done}),
    tier3("second", ${adds("countSecond")}, ${done}).attempt(2),
    tier3("third", reply(${bash(heredoc(main, nonsense))}, ${write("countThird")}), ${done}),
    tier4("third", reply(says("The last line of ${main} is nonsense."))),
    tier3("third", reply(${bash(`sed -i '$d' ${main}\n${heredoc(main, code("countThird"))}`)}), ${done}).attempt(2),
    tier3("notes", reply(calls("write", { file_path: "NOTES-ON-COUNTING.md", content: "# Counting\\n" })), ${done}),
    tier3("last", ${adds("countLast")}, ${done}),
  ],
  user: [retry.merge("second")],
  expect: [outcome("done"), ticket("second").attempts(2), ticket("third").attempts(2)],
});
`;
}

async function conduct(project: Project): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), "rehearsal-real-"));
  const root = join(place, "project");
  const env = {
    ...process.env,
    XDG_CACHE_HOME: join(place, "cache"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
  const run = (command: string, folder: string) =>
    $`bash -c ${command}`.cwd(folder).env(env).nothrow().quiet();
  try {
    await mkdir(root);
    await project.fetch(root);
    await Bun.write(join(root, ".gitignore"), project.ignored);
    const config = { setup: project.setup, toolTimeout: "10m" };
    await Bun.write(
      join(root, "rehearsal.config.ts"),
      `export default ${JSON.stringify(config)};\n`,
    );
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@localhost"];
    await $`git init -q -b main . && git add -A && git ${identity} commit -q -m start`
      .cwd(root)
      .quiet();
    const before = await run(project.suite, root);
    if (before.exitCode !== 0) return `its suite fails as it is: ${lastLines(before)}`;
    const scenario = join(place, "real.scenario.ts");
    await Bun.write(scenario, scenarioOf(project));
    const program = join(import.meta.dir, "..", "src", "cli.ts");
    const ended =
      await $`${process.execPath} ${program} run --provider mock --scenario ${scenario} --repo ${root}`
        .cwd(place)
        .env(env)
        .nothrow()
        .quiet();
    if (ended.exitCode !== 0) return `the run ended with ${ended.exitCode}: ${lastLines(ended)}`;
    const branch = (
      await $`git for-each-ref --format=${"%(refname:short)"} refs/heads/rehearsal`.cwd(root).text()
    ).trim();
    const look = join(place, "look");
    await $`git worktree add -q ${look} ${branch}`.cwd(root).quiet();
    if (project.setup !== null)
      await $`bash -c ${project.setup}`
        .cwd(look)
        .env({ ...env, REHEARSAL_ROOT: root })
        .quiet();
    const after = await run(project.suite, look);
    const commits = (await $`git rev-list --count main..${branch}`.cwd(root).text()).trim();
    if (after.exitCode !== 0) return `done, and its suite fails on the branch: ${lastLines(after)}`;
    return commits === "5" ? "ok" : `done with ${commits} commits`;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

const lastLines = ({ stdout, stderr }: { readonly stdout: Buffer; readonly stderr: Buffer }) =>
  `${stdout.toString()}\n${stderr.toString()}`.trim().split("\n").slice(-12).join("\n");

const wanted = process.argv.slice(2);
let failures = 0;
for (const project of projects) {
  if (wanted.length > 0 && !wanted.some((word) => project.name.includes(word))) continue;
  const begunMs = performance.now();
  const verdict = await conduct(project).catch((error: unknown) => String(error));
  if (verdict !== "ok") failures++;
  const seconds = Math.round((performance.now() - begunMs) / 1000);
  process.stdout.write(
    `${verdict === "ok" ? "✓" : "✗"} ${project.name}, ${seconds} s${verdict === "ok" ? ": five tickets, and the suite passes on the branch" : `: ${verdict}`}\n`,
  );
}
process.exitCode = failures === 0 ? 0 : 1;
