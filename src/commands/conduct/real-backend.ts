import type { Provider } from "../../ports.ts";
import type { Backend } from "./backend.ts";

/** Real models, and the person at the terminal. */
export function realBackend(provider: Provider): Backend {
  return {
    provider,
    approver: null,
    wrapWorkspace: (workspace) => workspace,
    restore: () => {},
    deviations: () => Promise.resolve([]),
    close: () => {},
  };
}
