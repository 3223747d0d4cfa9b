import fc from "fast-check";
import { describe, expect, test } from "bun:test";
import { ticketId } from "../../../src/core/ids.ts";
import { builtInRules, judge, type Rule, type RuleSubject } from "../../../src/core/gates/rule.ts";

const subject = (changes: Partial<RuleSubject>): RuleSubject => ({
  kind: "tool",
  ticketId: ticketId("T-1"),
  tool: null,
  paths: [],
  commandParts: null,
  ...changes,
});
const shell = (...commandParts: string[]) => subject({ tool: "bash", commandParts });
const write = (path: string) => subject({ tool: "write", paths: [path] });
const actionFor = (rules: readonly Rule[], about: RuleSubject) => judge(rules, about).action;

describe("rules", () => {
  test("leave it to a person where none matches", () => {
    expect(judge([], shell("ls"))).toEqual({ action: "ask", rule: null });
    expect(judge([{ action: "allow", tool: "edit" }], write("a.ts")).rule).toBeNull();
  });

  test("are decided by the last one that matches, which is named", () => {
    const allow: Rule = { action: "allow", tool: "write" };
    const deny: Rule = { action: "deny", path: "secrets/**" };
    expect(judge([allow, deny], write("secrets/key"))).toEqual({ action: "deny", rule: deny });
    expect(judge([deny, allow], write("secrets/key"))).toEqual({ action: "allow", rule: allow });
    expect(judge([allow, deny], write("src/a.ts"))).toEqual({ action: "allow", rule: allow });
  });

  test("can ask again for what an earlier one allows", () => {
    expect(actionFor([{ action: "allow" }, { action: "ask", tool: "bash" }], shell("ls"))).toBe(
      "ask",
    );
  });

  test("that allow everything go first under --yes, so that a deny still wins", () => {
    const rules: Rule[] = [{ action: "allow" }, ...builtInRules, { action: "deny", tool: "bash" }];
    expect(actionFor(rules, shell("ls"))).toBe("deny");
    expect(actionFor(rules, write("a.ts"))).toBe("allow");
    expect(actionFor(rules, subject({ kind: "spawn" }))).toBe("allow");
  });

  test("speak of one kind of gate where they name it", () => {
    const rules: Rule[] = [{ action: "allow", kind: "spawn" }];
    expect(actionFor(rules, subject({ kind: "spawn" }))).toBe("allow");
    expect(actionFor(rules, subject({ kind: "step" }))).toBe("ask");
  });

  test("speak of tickets by a name in which * stands for any text", () => {
    const rules: Rule[] = [{ action: "allow", ticket: "api-*" }];
    expect(actionFor(rules, subject({ kind: "spawn", ticketId: ticketId("api-7") }))).toBe("allow");
    expect(actionFor(rules, subject({ kind: "spawn", ticketId: ticketId("my-api-7") }))).toBe(
      "ask",
    );
    expect(actionFor(rules, subject({ kind: "tracks", ticketId: null }))).toBe("ask");
  });

  test("that are built in let only looking, checks and clean merges pass", () => {
    for (const tool of ["read", "glob", "grep"]) {
      expect(actionFor(builtInRules, subject({ tool }))).toBe("allow");
    }
    expect(actionFor(builtInRules, subject({ kind: "check" }))).toBe("allow");
    expect(actionFor(builtInRules, subject({ kind: "merge" }))).toBe("allow");
    expect(actionFor(builtInRules, shell("ls"))).toBe("ask");
    expect(actionFor(builtInRules, write("a.ts"))).toBe("ask");
  });
});

describe("rules about commands", () => {
  const allow: Rule[] = [{ action: "allow", tool: "bash", command: "make *" }];
  const unparsed = subject({ tool: "bash", commandParts: null });

  test("allow a compound command only where they allow each of its parts", () => {
    expect(actionFor(allow, shell("make a", "make b"))).toBe("allow");
    expect(actionFor(allow, shell("make a", "rm -rf ."))).toBe("ask");
  });

  test("deny a compound command for any of its parts", () => {
    const rules: Rule[] = [{ action: "allow" }, { action: "deny", command: "rm *" }];
    expect(actionFor(rules, shell("make", "rm -rf ."))).toBe("deny");
    expect(actionFor(rules, shell("make", "ls"))).toBe("allow");
  });

  test("that name commands never allow one that could not be parsed", () => {
    expect(actionFor(allow, unparsed)).toBe("ask");
    expect(actionFor([{ action: "allow", command: "*" }], unparsed)).toBe("ask");
  });

  test("leave one that could not be parsed to a person where any rule holds commands back", () => {
    for (const action of ["deny", "ask"] as const) {
      const heldBack: Rule = { action, command: "rm *" };
      const verdict = { action: "ask", rule: null } as const;
      expect(judge([{ action: "allow" }, heldBack], unparsed)).toEqual(verdict);
      expect(judge([heldBack, { action: "allow", tool: "bash" }], unparsed)).toEqual(verdict);
    }
  });

  test("allow one that could not be parsed where all commands are allowed without exception", () => {
    expect(actionFor([{ action: "allow" }], unparsed)).toBe("allow");
    const aboutOthers: Rule = { action: "deny", tool: "write", path: "secrets/**" };
    expect(actionFor([{ action: "allow" }, aboutOthers], unparsed)).toBe("allow");
    expect(actionFor([{ action: "allow" }, { action: "deny", tool: "bash" }], unparsed)).toBe(
      "deny",
    );
  });

  test("hold a command back however it, or the rule, is quoted", () => {
    for (const command of ["git commit -m wip*", 'git commit -m "wip*', "git  commit -m 'wip*'"]) {
      const rules: Rule[] = [{ action: "allow" }, { action: "deny", command }];
      expect(actionFor(rules, shell("git commit -m wip"))).toBe("deny");
      expect(actionFor(rules, shell("git commit -m 'wip it'"))).toBe("deny");
      expect(actionFor(rules, shell("git commit -m done"))).toBe("allow");
    }
    expect(
      actionFor(
        [{ action: "allow" }, { action: "deny", command: "git push*" }],
        shell("git '' push"),
      ),
    ).toBe("deny");
  });

  describe("that hold a command back, where another program may run its words", () => {
    const rules: Rule[] = [
      { action: "allow" },
      { action: "deny", command: "git push*" },
      { action: "deny", command: "rm -rf *" },
    ];

    test.each([
      "setpriv git push origin",
      "npm exec -- git push",
      "uv run --with x git -c a=b push -f",
      "docker run image git push",
      "sed '1e git push' file",
      "tar --checkpoint-action=exec='git push' -cf a b",
      "GIT_EXTERNAL_DIFF='git push'",
      "prlimit rm -rf /",
    ])("ask about %s", (command) => {
      expect(actionFor(rules, shell(command))).toBe("ask");
    });

    test.each([
      "npm test",
      "echo git push",
      "git commit -m 'git push'",
      "node digit pushes",
      "npm run push",
      "prlimit rm -r file",
    ])("allow %s", (command) => {
      expect(actionFor(rules, shell(command))).toBe("allow");
    });

    test("allow what a rule allows in these words", () => {
      const exec: Rule = { action: "allow", command: "npm exec git push*" };
      expect(actionFor([...rules, exec], shell("npm exec git push origin"))).toBe("allow");
      expect(
        actionFor([...rules, { action: "allow", command: "npm *" }], shell("npm exec git push")),
      ).toBe("ask");
    });

    test("never allow them behind a program that nobody knows, however they are quoted", () => {
      const runner = fc.stringMatching(/^[a-z]{5,9}x( --?[a-z]{1,4}){0,2}$/);
      const quote = fc.constantFrom("", "'", '"', "\\");
      fc.assert(
        fc.property(runner, quote, (said, mark) => {
          const end = mark === "\\" ? "" : mark;
          expect(actionFor(rules, shell(`${said} ${mark}git${end} push`))).toBe("ask");
        }),
      );
    });
  });

  test("allow only words as they are quoted", () => {
    const rules: Rule[] = [{ action: "allow", command: "rm 'a b'" }];
    expect(actionFor(rules, shell("rm 'a b'"))).toBe("allow");
    expect(actionFor(rules, shell("rm a b"))).toBe("ask");
  });

  test("take every character but * for itself, and the whole command", () => {
    const rules: Rule[] = [{ action: "allow", command: "npm run a.b" }];
    expect(actionFor(rules, shell("npm run a.b"))).toBe("allow");
    expect(actionFor(rules, shell("npm run axb"))).toBe("ask");
    expect(actionFor(rules, shell("npm run a.b.c"))).toBe("ask");
    expect(actionFor([{ action: "allow", command: "echo *" }], shell("echo a\nb"))).toBe("allow");
  });
});

describe("rules about paths", () => {
  const rules: Rule[] = [{ action: "allow", path: "src/**" }];

  test("see a path in its shortest form", () => {
    expect(actionFor(rules, write("src/deep/a.ts"))).toBe("allow");
    expect(actionFor(rules, write("./src//a.ts"))).toBe("allow");
    expect(actionFor(rules, write("src/../package.json"))).toBe("ask");
    expect(actionFor([{ action: "deny", path: "secrets/**" }], write("src/../secrets/key"))).toBe(
      "deny",
    );
  });

  test("match dotfiles like others", () => {
    expect(actionFor([{ action: "deny", path: "**" }], write(".env"))).toBe("deny");
  });

  const outside = ["../a.ts", "src/../../a.ts", "/etc/passwd", ".."];

  test("hold back in any letter case, and allow in their own alone", () => {
    const deny: Rule = { action: "deny", path: "secrets/**" };
    expect(actionFor([{ action: "allow" }, deny], write("Secrets/key"))).toBe("deny");
    expect(actionFor([{ action: "allow", path: "src/**" }], write("SRC/x"))).toBe("ask");
  });

  test("never match a path that leaves the worktree", () => {
    for (const path of outside) {
      expect(actionFor([{ action: "allow", path: "**" }], write(path))).toBe("ask");
    }
    expect(actionFor([{ action: "allow", path: "**" }], write("..a/b"))).toBe("allow");
  });

  test("leave a path that leaves the worktree to a person where any rule holds paths back", () => {
    const heldBack: Rule = { action: "deny", path: "secrets/**" };
    for (const path of outside) {
      const verdict = { action: "ask", rule: null } as const;
      expect(judge([{ action: "allow" }, heldBack], write(path))).toEqual(verdict);
      expect(actionFor([{ action: "allow" }], write(path))).toBe("allow");
    }
    expect(actionFor([{ action: "allow" }, heldBack], write("src/a.ts"))).toBe("allow");
  });
});

describe("rules about paths, before a call that names two", () => {
  const move = (from: string, to: string) => subject({ tool: "move_file", paths: [from, to] });

  test("allow it only where they allow both", () => {
    const rules: Rule[] = [{ action: "allow", path: "src/**" }];
    expect(actionFor(rules, move("src/a", "src/b"))).toBe("allow");
    expect(actionFor(rules, move("src/a", "docs/b"))).toBe("ask");
    expect(actionFor(rules, move("docs/a", "src/b"))).toBe("ask");
  });

  test("hold it back where they hold back either", () => {
    const rules: Rule[] = [{ action: "allow" }, { action: "deny", path: "secrets/**" }];
    expect(actionFor(rules, move("src/a", "secrets/b"))).toBe("deny");
    expect(actionFor(rules, move("SECRETS/a", "src/b"))).toBe("deny");
    expect(actionFor(rules, move("src/a", "../b"))).toBe("ask");
    expect(actionFor(rules, move("src/a", "src/b"))).toBe("allow");
  });
});

describe("rules about paths, before a search", () => {
  const search = (tool: "grep" | "glob", path: string | null) =>
    subject({ tool, paths: path === null ? [] : [path] });
  const deny = (path: string): Rule[] => [...builtInRules, { action: "deny", path }];
  const ask = { action: "ask", rule: null } as const;

  test("leave one that may come across what they hold back to a person", () => {
    for (const tool of ["grep", "glob"] as const) {
      for (const path of [null, ".", "", "./", "src/..", "a"]) {
        expect(judge(deny("a/secrets/**"), search(tool, path))).toEqual(ask);
      }
      expect(actionFor(deny("secrets/key"), search(tool, "secrets/"))).toBe("ask");
      expect(actionFor(deny("src/*.key"), search(tool, "src/deep"))).toBe("ask");
      expect(actionFor([{ action: "allow" }, ...deny("secrets/**")], search(tool, "../x"))).toBe(
        "ask",
      );
    }
  });

  test("deny one in what they hold back", () => {
    expect(actionFor(deny("secrets/**"), search("grep", "secrets"))).toBe("deny");
    expect(actionFor(deny("secrets/**"), search("grep", "./secrets/deep"))).toBe("deny");
  });

  test("let one pass that lies clear of them", () => {
    expect(actionFor(deny("secrets/**"), search("grep", "src"))).toBe("allow");
    expect(actionFor(deny("secrets/**"), search("glob", "secretsnot/a"))).toBe("allow");
    expect(actionFor(deny("./a/secrets/**"), search("grep", "a/src"))).toBe("allow");
  });

  test("hold every search back where they don't say where", () => {
    for (const path of ["**/*.pem", "{a,b}/**", "secrets*", "se\\[cret/**"]) {
      expect(actionFor(deny(path), search("grep", "src"))).toBe("ask");
    }
    expect(actionFor(deny("!src/**"), search("grep", "src"))).toBe("ask");
  });

  test("let each pass where they allow, or speak of another tool, or of no path", () => {
    const rules: Rule[] = [
      ...builtInRules,
      { action: "allow", path: "src/**" },
      { action: "deny", tool: "write", path: "secrets/**" },
      { action: "deny", command: "git push*" },
    ];
    expect(actionFor(rules, search("grep", null))).toBe("allow");
    expect(actionFor(rules, search("glob", "."))).toBe("allow");
    const forGrep: Rule[] = [...builtInRules, { action: "ask", tool: "grep", path: "secrets/**" }];
    expect(actionFor(forGrep, search("grep", null))).toBe("ask");
    expect(actionFor(forGrep, search("glob", null))).toBe("allow");
  });
});
