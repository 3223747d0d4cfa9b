/** `1 schedule`, `1,000 schedules`, `2 replies`. */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : plural}`;
}

/** `once`, `2 times`. */
export const timesText = (count: number): string =>
  count === 1 ? "once" : countText(count, "time");
