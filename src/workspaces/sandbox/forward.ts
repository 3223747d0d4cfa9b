/**
 * Runs inside of a sandbox that has no network: a command, to which a port of the sandbox's own loopback is the proxy on
 * a socket. Its text is handed to Bun, so it uses nothing from around it.
 */
async function forward(): Promise<void> {
  const { spawn } = await import("node:child_process");
  const { connect, createServer } = await import("node:net");
  // Where code is given in place of a file, what follows the runtime is its arguments.
  const [, socket = "", program = "", ...args] = process.argv;
  const server = createServer((client) => {
    const upstream = connect(socket);
    client.unref();
    upstream.unref();
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    const proxy = `http://127.0.0.1:${port}`;
    const { BUN_BE_BUN: _, ...environment } = process.env;
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]) {
      environment[name] = proxy;
      environment[name.toLowerCase()] = proxy;
    }
    const near = "localhost,127.0.0.1,::1";
    Object.assign(environment, { NO_PROXY: near, no_proxy: near, NODE_USE_ENV_PROXY: "1" });
    const child = spawn(program, args, { stdio: "inherit", env: environment });
    // A signal to the group reaches the command as well, which says how this ends.
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => undefined);
    child.on("error", () => void (process.exitCode = 127));
    child.on("exit", (code, signal) => {
      process.exitCode = code ?? (signal === "SIGKILL" ? 137 : 143);
    });
    // Nothing but the command keeps this alive.
    server.unref();
  });
}

/** What a command begins with in a sandbox, so that it reaches the proxy on a socket. */
export const forwarding = (runtime: string, socket: string): readonly string[] => [
  ...[runtime, "--no-env-file", "--config=/dev/null", "-e", `(${forward})()`, "--", socket],
];
