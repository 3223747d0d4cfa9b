/** Lets every microtask run that is due, and those that they cause. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 200; turns++) await Promise.resolve();
}
