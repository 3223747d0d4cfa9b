import { describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import {
  confined,
  type Confinement,
  hasSandbox,
  hideEnvironment,
} from "../../src/workspaces/confinement.ts";

/** Runs a script in a folder of its own, as a worker's command. */
async function run(confinement: Confinement, script: string) {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "rehearsal-confined-")));
  const prefix = confined(confinement, { directory, readable: [], environment: process.env });
  const child = Bun.spawn([...prefix, "bash", "-c", script], {
    cwd: directory,
    env: { PATH: process.env["PATH"] },
    stderr: "ignore",
  });
  const text = await new Response(child.stdout).text();
  const wrote = existsSync(join(directory, "wrote"));
  rmSync(directory, { recursive: true });
  return { text, wrote };
}

// What the kernel allows differs from machine to machine; what is said to be confined must be so on each.
describe("a command", () => {
  test("can't read the environment of ours where that is said to be hidden, and works as ever", async () => {
    const confinement = await hideEnvironment();
    const script = `touch wrote; head -c 1 /proc/${process.pid}/environ | wc -c`;
    const { text, wrote } = await run(confinement, script);
    expect(text.trim()).toBe(confinement.type === "none" ? "1" : "0");
    expect(wrote).toBe(true);
  });

  test("in a sandbox writes in its folder only, sees no home and no process, and has no network", async () => {
    if (!(await hasSandbox())) return expect(await hasSandbox()).toBe(false);
    const marker = join(homedir(), `.rehearsal-marker-${process.pid}`);
    writeFileSync(marker, "");
    const script =
      `touch wrote; touch /etc/rehearsal-marker && echo wrote outside; ls ${marker} && echo saw home; ` +
      `kill -0 ${process.pid} && echo saw process; ls /sys/class/net /proc/net/route; cat /proc/net/dev | wc -l`;
    const { text, wrote } = await run({ type: "sandbox", network: { type: "none" } }, script);
    rmSync(marker);
    expect(wrote).toBe(true);
    expect(text).not.toContain("wrote outside");
    expect(text).not.toContain("saw");
    // Two lines of heading and the loopback device.
    expect(text.trim().split("\n").at(-1)).toBe("3");
  });
});
