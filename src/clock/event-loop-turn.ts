/**
 * Resolves in the next turn of the event loop: by then every microtask that was due, and every one that it
 * caused, has run. Not a matter of time: a simulation uses it to let its own process settle.
 */
export const eventLoopTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
