/**
 * Asks for the next turn of the event loop once for all that wait for it: many streams bring something in
 * the same turn, and asking costs more than passing a delta on.
 */
export function sharedTurn(
  nextTurn: (callback: () => void) => void,
): (callback: () => void) => void {
  let waiting: (() => void)[] = [];
  const run = () => {
    const due = waiting;
    waiting = [];
    for (const callback of due) callback();
  };
  return (callback) => {
    if (waiting.push(callback) === 1) nextTurn(run);
  };
}
