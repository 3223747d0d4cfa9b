import { describe } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = Bun.which("redis-server");

/** Describes what needs a Redis. Without one it is skipped, unless it is required, as it is where changes land. */
export const describeWithRedis =
  program === null && process.env["REHEARSAL_REDIS"] !== "required" ? describe.skip : describe;

/** A Redis of its own, on a port that is free. */
export async function startRedis(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-redis-"));
  const port = await freePort();
  const server = Bun.spawn(
    [
      program ?? "redis-server",
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--save",
      "",
      "--dir",
      folder,
    ],
    { stdout: "ignore", stderr: "ignore" },
  );
  while (!(await answers(port))) await Bun.sleep(10);
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      server.kill();
      await server.exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      );
    });
  });
}
