/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a project says of the variables that commands get besides those that any gets. */
export interface ProjectVariables {
  /** Names, of which `*` at the end stands for any ending. */
  readonly pass: readonly string[];
  readonly set: Readonly<Record<string, string>>;
}

export const noVariables: ProjectVariables = { pass: [], set: {} };

/**
 * What a command that a model wrote may see: where programs, caches, packages and certificates are, how the network
 * is reached, who commits, and the locale. An allow list, because what must not be seen (keys, tokens) has no closed
 * list of names.
 */
const allowed: ReadonlySet<string> = new Set(
  `
  PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TMPDIR TMP TEMP CI MAKEFLAGS SOURCE_DATE_EPOCH
  XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR
  HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY FTP_PROXY http_proxy https_proxy all_proxy no_proxy ftp_proxy
  SSL_CERT_FILE SSL_CERT_DIR NODE_EXTRA_CA_CERTS REQUESTS_CA_BUNDLE CURL_CA_BUNDLE GIT_SSL_CAINFO PIP_CERT
  EMAIL GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_COMMITTER_DATE
  BUN_INSTALL DENO_DIR NODE_ENV NODE_OPTIONS NODE_PATH NVM_DIR NVM_BIN FNM_DIR VOLTA_HOME PNPM_HOME COREPACK_HOME
  NPM_CONFIG_REGISTRY NPM_CONFIG_CACHE NPM_CONFIG_PREFIX npm_config_registry npm_config_cache YARN_CACHE_FOLDER
  PLAYWRIGHT_BROWSERS_PATH PUPPETEER_EXECUTABLE_PATH CHROME_PATH CHROME_BIN
  PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED PYENV_ROOT PYENV_VERSION VIRTUAL_ENV CONDA_PREFIX
  CONDA_DEFAULT_ENV CONDA_EXE PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CACHE_DIR UV_INDEX_URL UV_CACHE_DIR UV_PYTHON
  POETRY_HOME POETRY_CACHE_DIR
  JAVA_HOME JDK_HOME JAVA_TOOL_OPTIONS MAVEN_HOME M2_HOME MAVEN_OPTS GRADLE_HOME GRADLE_USER_HOME GRADLE_OPTS
  SDKMAN_DIR ANDROID_HOME ANDROID_SDK_ROOT ANDROID_NDK_HOME DOTNET_ROOT DOTNET_CLI_HOME DOTNET_CLI_TELEMETRY_OPTOUT
  NUGET_PACKAGES
  GOPATH GOROOT GOBIN GOCACHE GOMODCACHE GOPROXY GONOPROXY GOPRIVATE GONOSUMDB GOSUMDB GOFLAGS GOTOOLCHAIN
  GOOS GOARCH CGO_ENABLED
  CARGO_HOME CARGO_TARGET_DIR CARGO_BUILD_JOBS RUSTUP_HOME RUSTUP_TOOLCHAIN RUSTFLAGS RUST_BACKTRACE
  GEM_HOME GEM_PATH BUNDLE_PATH BUNDLE_GEMFILE RBENV_ROOT RBENV_VERSION RUBYOPT RUBYLIB RAILS_ENV RACK_ENV
  COMPOSER_HOME COMPOSER_CACHE_DIR ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR NIX_PATH NIX_PROFILES NIX_SSL_CERT_FILE
  CC CXX AR LD CFLAGS CXXFLAGS CPPFLAGS LDFLAGS CPATH C_INCLUDE_PATH CPLUS_INCLUDE_PATH LIBRARY_PATH
  LD_LIBRARY_PATH PKG_CONFIG_PATH CMAKE_PREFIX_PATH CMAKE_GENERATOR CCACHE_DIR HOMEBREW_PREFIX HOMEBREW_CELLAR
  `
    .trim()
    .split(/\s+/),
);

const secret = /KEY|TOKEN|SECRET|PASSWD|PASSWORD|PASSPHRASE|PASS$|CREDENTIAL/i;

/**
 * The environment of a child process: the allowed variables of ours, those that the project names, and settings that
 * keep programs from prompting.
 */
export function childEnvironment(
  environment: Environment,
  project: ProjectVariables = noVariables,
): Record<string, string> {
  const child: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    const isUsual = (allowed.has(name) || name.startsWith("LC_")) && !isSecret(name, value);
    if (isUsual || project.pass.some((pattern) => isNamed(name, pattern))) child[name] = value;
  }
  return {
    TERM: "dumb",
    NO_COLOR: "1",
    PAGER: "cat",
    GIT_PAGER: "cat",
    GIT_TERMINAL_PROMPT: "0",
    ...child,
    ...project.set,
  };
}

/** By its name, or because its address has a password in it, which only a proxy's must keep. */
const isSecret = (name: string, value: string): boolean =>
  secret.test(name) || (/:\/\/[^/@]*:[^/@]*@/.test(value) && !/proxy$/i.test(name));

const isNamed = (name: string, pattern: string): boolean =>
  pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
