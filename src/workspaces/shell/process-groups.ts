/** The process groups of commands that are running, which must not outlive this process. */
export interface ProcessGroups {
  /** Adds a group by the process id of its leader; returns a function that removes it. */
  add(pid: number): () => void;
  /** Kills every group at once, synchronously, because the process is about to exit. */
  killAll(): void;
}

export function newProcessGroups(): ProcessGroups {
  const live = new Set<number>();
  return {
    add(pid) {
      live.add(pid);
      return () => void live.delete(pid);
    },
    killAll() {
      for (const pid of live) signalGroup(pid, "SIGKILL");
    },
  };
}

/** Sends a signal to all processes of a group; does nothing where the group is gone. */
export function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group is gone already.
  }
}
