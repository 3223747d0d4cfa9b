import type { Provider } from "../ports.ts";
import type { Cast } from "./cast.ts";

/** Real models, and the person at the terminal. */
export function realCast(provider: Provider): Cast {
  return {
    provider,
    approver: null,
    flags: "",
    onStage: (workspace) => workspace,
    recall: () => {},
    judge: () => Promise.resolve([]),
    dismiss: () => {},
  };
}
