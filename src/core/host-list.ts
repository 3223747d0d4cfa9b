/** Whether a list of hosts names a place: `name`, `*.name` for each one below it, either with `:port`; 80 and 443 without. */
export function isListed(
  hosts: readonly string[],
  place: { readonly host: string; readonly port: number },
): boolean {
  const name = place.host.toLowerCase().replace(/\.$/, "");
  return hosts.some((entry) => {
    const [, pattern = "", port] = hostPattern.exec(entry.toLowerCase()) ?? [];
    const fits = pattern.startsWith("*.") ? name.endsWith(pattern.slice(1)) : name === pattern;
    const isOpen =
      port === undefined ? [80, 443].includes(place.port) : Number(port) === place.port;
    return pattern !== "" && fits && isOpen;
  });
}

/** A host as a list names it. */
export const hostPattern = /^((?:\*\.)?[a-z\d_](?:[a-z\d_.-]*[a-z\d_])?)(?::(\d{1,5}))?$/i;

/** Addresses of this machine and of its link (such as a cloud's metadata service): no listed name may resolve to one. */
export function isOwnAddress(address: string): boolean {
  const four = address.toLowerCase().replace(/^::ffff:/, "");
  return /^(?:127\.|0\.|169\.254\.)/.test(four) || /^(?:::1?$|fe[89ab][\da-f]:)/.test(four);
}
