import { describe, expect, test } from "bun:test";
import { githubAnnotations, githubSummary } from "../../../src/reports/sim/github-report.ts";
import { failure, hostileReport, law, report } from "../sample-report.ts";

describe("annotations", () => {
  test("are one command a failure, with properties and message escaped", () => {
    const scenario = report({
      file: "a,b:c.scenario.ts",
      name: "50% done",
      failures: [failure({ messages: ["100% wrong\nand more"], steps: [] })],
    });
    expect(githubAnnotations([report(), scenario])).toBe(
      "::error file=a%2Cb%3Ac.scenario.ts,line=20,title=50%25 done%3A law 3 (gate)::" +
        "100%25 wrong%0Aand more%0A%0Areplay: rehearsal sim scenarios/a.scenario.ts --replay r1.abc-_9\n",
    );
  });

  test("are none where all passed", () => {
    expect(githubAnnotations([report()])).toBe("");
  });

  test("stay one line each, whatever models said", () => {
    const text = githubAnnotations([hostileReport(), hostileReport()]);
    expect(text.split("\n")).toHaveLength(3);
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});

describe("the job summary", () => {
  test("tells totals, each scenario, failures and laws", () => {
    const text = githubSummary([
      report({ laws: [law(), law({ law: 9, name: "resume", holds: 0, notExercised: 20 })] }),
      report({ name: "another", failures: [failure()] }),
    ]);
    expect(text).toStartWith("### ❌ Rehearsal: 1 of 2 scenarios failed, 40 schedules in 3 s\n");
    expect(text).toContain("| ❌ | another | scenarios/a.scenario.ts | waiting | 20 | 1,234 |");
    expect(text).toContain("#### another: law 3 &#40;gate&#41;");
    expect(text).toContain("--replay r1.abc-_9\n```\n");
    expect(text).toContain("| 9 resume | not exercised | 0 | 20 | 0 | 0 | 300 |");
  });

  test("lets no text of a model be Markdown or HTML", () => {
    const messages = ["```\n<img src=x>\n````\n# owned"];
    const name = "a | b <script> [c](d) `e`";
    const text = githubSummary([report({ name, failures: [failure({ messages })] })]);
    expect(text).toContain("`````text\n```\n<img src=x>\n````\n# owned");
    expect(text).toContain("a &#124; b &lt;script&gt; &#91;c&#93;&#40;d&#41; &#96;e&#96;");
  });
});
