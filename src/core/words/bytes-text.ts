const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** `2.1 GB`, as file systems count: a kB has 1024 bytes. */
export function bytesText(bytes: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const amount = bytes / 1024 ** power;
  return `${power > 0 && amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${units[power]}`;
}
