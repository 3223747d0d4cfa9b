/** A proxy that the runtime sends calls through, and which variable names it. */
export interface NamedProxy {
  readonly variable: string;
  /** Without what may hold a password. */
  readonly address: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that calls of an address go through, as Bun finds it; `null`: they go there directly. */
export function proxyFor(baseURL: string, environment: Environment): NamedProxy | null {
  if (!URL.canParse(baseURL)) return null;
  const { protocol, host, hostname } = new URL(baseURL);
  if (isExcepted(environment, { host, hostname })) return null;
  const scheme = protocol === "https:" ? "https_proxy" : "http_proxy";
  for (const variable of [scheme, "all_proxy"].flatMap((name) => [name, name.toUpperCase()])) {
    const value = environment[variable]?.trim() ?? "";
    if (value === "") continue;
    const url = /^\w+:\/\//.test(value) ? value : `http://${value}`;
    return { variable, address: URL.canParse(url) ? addressOf(new URL(url)) : variable };
  }
  return null;
}

/** Of a proxy for sockets (`socks5:`) an `origin` is the word null. */
const addressOf = ({ protocol, host }: URL): string => `${protocol}//${host}`;

function isExcepted(
  environment: Environment,
  { host, hostname }: Pick<URL, "host" | "hostname">,
): boolean {
  const listed = environment["no_proxy"] || environment["NO_PROXY"] || "";
  return listed.split(",").some((entry) => {
    const name = entry
      .trim()
      .toLowerCase()
      .replace(/^\*?\./, "");
    if (name === "") return false;
    return name === "*" || name === host || name === hostname || hostname.endsWith(`.${name}`);
  });
}

/** A `fetch` whose failures say that it went through a proxy: else who reads them looks for the fault at the server. */
export function fetchThrough(proxy: NamedProxy | null, ask: typeof fetch): typeof fetch {
  if (proxy === null) return ask;
  const { address, variable } = proxy;
  const call = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    try {
      return await ask(input, init);
    } catch (error) {
      if (init?.signal?.aborted === true || !(error instanceof Error)) throw error;
      throw new Error(
        `${error.message} (asked through the proxy ${address} of ${variable}; a host in NO_PROXY is asked directly)`,
        { cause: error },
      );
    }
  };
  return Object.assign(call, { preconnect: () => {} });
}
