// Seeds behind a name: `/dnsaddr/example.org` stands for the addresses that the TXT records of `_dnsaddr.example.org` name,
// each as `dnsaddr=<multiaddr>` (multiaddr's DNSADDR specification). Resolved only where a network or its link names one,
// and only with the system's own DNS, which the composition root hands in: a page has none, and asking a third party over
// HTTPS is nothing that a network does behind people's backs.
// Bounds: 4 names, 2 levels of names within names, 16 addresses of 256 characters.

import { parseMultiaddr } from './multiaddr-path.ts';

/** The TXT records of a name, each as its pieces. Rejects when there are none. */
export type ResolveTxt = (name: string) => Promise<readonly (readonly string[])[]>;

export interface SeedAddresses {
  /** multiaddrs that end in /p2p/<id> and name no seed */
  readonly addresses: readonly string[];
  /** seeds that gave nothing, and why */
  readonly failed: readonly { readonly seed: string; readonly reason: string }[];
}

const namesMax = 4;
const levelsMax = 2;
const addressesMax = 16;
const addressCharsMax = 256;
const recordStart = 'dnsaddr=';

const partOf = (address: string, name: string): string | undefined =>
  parseMultiaddr(address)
    ?.getComponents()
    .find((part) => part.name === name)?.value;

/** Whether an address stands for others. */
export const isSeed = (address: string): boolean => partOf(address, 'dnsaddr') !== undefined;

const recordsOf = async (seed: string, resolveTxt: ResolveTxt): Promise<readonly string[]> => {
  const name = partOf(seed, 'dnsaddr');
  const wanted = partOf(seed, 'p2p');
  const records = await resolveTxt(`_dnsaddr.${name}`);
  const addresses = records
    .map((pieces) => pieces.join(''))
    .filter((text) => text.startsWith(recordStart) && text.length <= recordStart.length + addressCharsMax)
    .map((text) => text.slice(recordStart.length));
  return wanted === undefined ? addresses : addresses.filter((address) => partOf(address, 'p2p') === wanted);
};

/** The addresses as they are, and those that the seeds among them stand for. Without `resolveTxt` seeds are told as failed. */
export const resolveSeeds = async (
  addresses: readonly string[],
  resolveTxt: ResolveTxt | undefined,
): Promise<SeedAddresses> => {
  const found = new Set(addresses.filter((address) => !isSeed(address)));
  const failed: { readonly seed: string; readonly reason: string }[] = [];
  const asked = new Set<string>();
  let waiting = addresses.filter(isSeed);
  for (let level = 0; level < levelsMax && waiting.length > 0; level++) {
    const next: string[] = [];
    for (const seed of waiting) {
      if (asked.has(seed) || asked.size >= namesMax) continue;
      asked.add(seed);
      try {
        if (resolveTxt === undefined) throw new Error('a page cannot look up names without asking a third party');
        const records = await recordsOf(seed, resolveTxt);
        const usable = records.filter((one) => !isSeed(one) && partOf(one, 'p2p') !== undefined);
        for (const one of usable.slice(0, addressesMax - found.size)) found.add(one);
        next.push(...records.filter(isSeed));
        if (records.length === 0) failed.push({ seed, reason: 'its records name no address' });
      } catch (error) {
        failed.push({ seed, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    waiting = next;
  }
  return { addresses: [...found].filter((one) => !isSeed(one)), failed };
};
