/** `0`, `350 ms`, `2.5 s`, `3:05`, `16:00:00`. */
export function timeText(timeMs: number): string {
  if (timeMs === 0) return "0";
  if (timeMs < 1000) return `${Math.round(timeMs)} ms`;
  if (timeMs < 60_000) return `${Number((timeMs / 1000).toFixed(timeMs < 10_000 ? 2 : 1))} s`;
  const seconds = Math.floor(timeMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = twoDigits(seconds % 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${rest}`;
}

const twoDigits = (count: number): string => String(count).padStart(2, "0");
