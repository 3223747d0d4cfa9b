import { describe, expect, test } from "bun:test";
import { childEnvironment } from "../../src/workspaces/child-environment.ts";

describe("the environment of commands", () => {
  const of = (environment: Record<string, string>, pass: readonly string[] = [], set = {}) =>
    childEnvironment(environment, { pass, set });

  test("has what programs need: tools, proxies, certificates, who commits", () => {
    const usual = {
      PATH: "/bin",
      LC_ALL: "C",
      https_proxy: "http://user:word@proxy:3128",
      GOPROXY: "https://proxy.example",
      GIT_AUTHOR_NAME: "Ada",
    };
    expect(of(usual)).toMatchObject(usual);
  });

  test.each([
    ["ANTHROPIC_API_KEY", "x"],
    ["LC_TOKEN", "x"],
    ["UNHEARD_OF", "x"],
    ["PIP_INDEX_URL", "https://user:word@packages.example"],
    ["BASH_ENV", "x"],
    ["SSH_AUTH_SOCK", "x"],
  ])("has no %s", (name, value) => {
    expect(of({ [name]: value })).not.toHaveProperty(name);
  });

  test("has what is named, whatever its name, and a set value before one that is there", () => {
    const found = of({ MY_TOKEN: "a", AWS_REGION: "b", AWS: "c", CI: "0" }, ["MY_TOKEN", "AWS_*"], {
      CI: "1",
    });
    expect(found).toMatchObject({ MY_TOKEN: "a", AWS_REGION: "b", CI: "1" });
    expect(found).not.toHaveProperty("AWS");
  });
});
