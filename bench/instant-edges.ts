import type { Approver, Store, Workspace } from "../src/ports.ts";

/** Has nothing, changes nothing, and says so at once. */
export const instantWorkspace: Workspace = {
  survey: async () => ({ files: [], documents: [] }),
  prepare: async () => ({ documents: [], skeletons: [] }),
  runTool: () => Promise.reject(new Error("no tool is called here")),
  commandParts: async () => null,
  check: async () => ({ passed: true, output: "" }),
  commit: async () => ({ commit: null, leftovers: [] }),
  compare: async () => ({ conflicts: [], moved: false }),
  merge: () => Promise.reject(new Error("nothing is merged here")),
};

/** The log in memory is the conductor's own; beyond it nothing is kept. */
export const memoryStore: Store = {
  append: () => {},
  flush: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

/** Rules decide all. */
export const noApprover: Approver = {
  show: () => Promise.reject(new Error("no popup was expected")),
  close: () => {},
};
