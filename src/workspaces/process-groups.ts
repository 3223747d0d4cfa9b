/** The process groups that commands run in, while they do: what must not outlive this process. */
export interface ProcessGroups {
  /** Takes a group in by the process id of its leader; answers how to let it go. */
  add(pid: number): () => void;
  /** Kills every group, in this very call: for who is about to exit. */
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

/** Signals a group and all its processes; does nothing where it is gone. */
export function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group is gone already.
  }
}
