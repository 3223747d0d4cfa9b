/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a command that a model wrote may see: where programs, caches and certificates are, and the
 * locale. An allow list, because what must not be seen (keys, tokens) has no closed list of names.
 */
const allowed: ReadonlySet<string> = new Set([
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "LANG",
  "LANGUAGE",
  "TZ",
  "TMPDIR",
  "TMP",
  "TEMP",
  "CI",
  "XDG_CONFIG_HOME",
  "XDG_CACHE_HOME",
  "XDG_DATA_HOME",
  "XDG_STATE_HOME",
  "XDG_RUNTIME_DIR",
  "BUN_INSTALL",
  "NVM_DIR",
  "VOLTA_HOME",
  "PNPM_HOME",
  "JAVA_HOME",
  "GOPATH",
  "GOROOT",
  "CARGO_HOME",
  "RUSTUP_HOME",
  "PYENV_ROOT",
  "VIRTUAL_ENV",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
]);

const secret = /KEY|TOKEN|SECRET|PASS|CREDENTIAL/;

/**
 * The environment of a child process: the allowed variables of ours, and settings that keep programs from
 * prompting.
 */
export function childEnvironment(environment: Environment): Record<string, string> {
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined || secret.test(name)) continue;
    if (allowed.has(name) || name.startsWith("LC_")) child[name] = value;
  }
  return {
    ...child,
    TERM: "dumb",
    NO_COLOR: "1",
    PAGER: "cat",
    GIT_PAGER: "cat",
    GIT_TERMINAL_PROMPT: "0",
  };
}
