#!/usr/bin/env node
// Starts rehearsal from Node: it runs on Bun, which comes with this package as a dependency. npm may have been told
// to run no install scripts; then the `bun` package holds no program, and the one of its platform's package is taken.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const folder = dirname(fileURLToPath(import.meta.url));
const bundled = join(folder, "..", "dist", "cli.js");
const program = existsSync(bundled) ? bundled : join(folder, "..", "src", "cli.ts");

const bun = findBun();
if (bun === null) {
  process.stderr.write(
    `rehearsal runs on Bun, and there is none for ${process.platform}-${process.arch} beside this package.\n` +
      "Install it with `npm install bun`, or from https://bun.sh, and run this again.\n",
  );
  process.exit(2);
}

// Bun's settings and `.env` files of the folder that it is called in are not its own: they could have it execute a file
// that a run brought, or send a key to another server.
const own = ["--no-env-file", `--config=${join(folder, "bunfig.toml")}`];
const child = spawn(bun, [...own, program, ...process.argv.slice(2)], { stdio: "inherit" });
// A terminal sends Ctrl-C to both; what is sent to this process alone is handed on. Ours ends when the other has.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on("error", (error) => {
  process.stderr.write(`rehearsal could not start Bun at ${bun}: ${error.message}\n`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});

function findBun() {
  if (process.versions.bun !== undefined) return process.execPath;
  const name = process.platform === "win32" ? "bun.exe" : "bun";
  // Its install script puts the program there; until then a short text stands in its place.
  const candidates = [() => programAt(join(folderOf("bun", require), "bin", "bun.exe"))];
  for (const packageName of platformPackages()) {
    candidates.push(() => join(folderOf(packageName, require), "bin", name));
    // A package manager that keeps packages apart shows it to the `bun` package alone.
    candidates.push(() =>
      join(
        folderOf(packageName, createRequire(join(folderOf("bun", require), "package.json"))),
        "bin",
        name,
      ),
    );
  }
  candidates.push(() => fromPath(name));
  for (const candidate of candidates) {
    try {
      const path = candidate();
      if (path !== null && existsSync(path)) return path;
    } catch {
      // That package is not installed: the next place.
    }
  }
  return null;
}

function programAt(path) {
  return statSync(path).size > 1_000_000 ? path : null;
}

function folderOf(packageName, from) {
  return dirname(from.resolve(`${packageName}/package.json`));
}

function platformPackages() {
  const cpu = process.arch === "arm64" ? "aarch64" : process.arch;
  const base = `@oven/bun-${process.platform === "win32" ? "windows" : process.platform}-${cpu}`;
  return process.platform === "linux" && !process.report?.getReport?.().header.glibcVersionRuntime
    ? [`${base}-musl`, base]
    : [base, `${base}-baseline`];
}

function fromPath(name) {
  const places = (process.env.PATH ?? "").split(process.platform === "win32" ? ";" : ":");
  return places.map((place) => join(place, name)).find((path) => existsSync(path)) ?? null;
}
