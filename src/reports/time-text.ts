/** `0`, `350 ms`, `2.5 s`, `3:05`. */
export function timeText(timeMs: number): string {
  if (timeMs === 0) return "0";
  if (timeMs < 1000) return `${Math.round(timeMs)} ms`;
  if (timeMs < 60_000) return `${Number((timeMs / 1000).toFixed(timeMs < 10_000 ? 2 : 1))} s`;
  const seconds = Math.floor(timeMs / 1000);
  const rest = String(seconds % 60).padStart(2, "0");
  return `${Math.floor(seconds / 60)}:${rest}`;
}
