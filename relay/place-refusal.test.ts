// What a node can say of its relays: that it has a place, or why it has none, or that nobody answers; and through which
// sibling a peer is reached.

import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHost, type Diagnosis, type Host } from '../shared/p2p/index.ts';
import { openRelayFolder, type RelayFolder } from './testing/relay-folder.ts';
import { until } from './testing/until.ts';

const chainId = 'ab'.repeat(32);
let folder: RelayFolder;

beforeEach(async () => {
  folder = await openRelayFolder();
});

afterEach(() => folder.remove());

const hostAt = async (relays: readonly string[]): Promise<Host> =>
  folder.keep(
    await createHost({ seed: new Uint8Array(randomBytes(32)), chainId, kind: 'terminal', agent: 'test', relays }),
  );

/** Asks until the diagnosis is as expected. */
const found = async (host: Host, what: string, isIt: (one: Diagnosis) => boolean): Promise<Diagnosis> => {
  let last = await host.diagnose();
  await until(what, async () => {
    last = await host.diagnose();
    return isIt(last);
  });
  return last;
};

const placeOf = ({ relays: [relay] }: Diagnosis): string | undefined => relay?.refusal ?? relay?.place;

describe('the place at a relay', () => {
  test('held, with a round trip, and refused to one too many', async () => {
    const relay = await folder.start({ reservations: '1' });
    const first = await hostAt(relay.relays);
    const held = await found(first, 'a place', (one) => placeOf(one) === 'held');
    expect(held).toMatchObject({ kind: 'terminal', webrtc: 'unused', udp: 'unknown', advice: [{ cause: 'alone' }] });
    expect(held.relays[0]?.rttMs).toBeLessThan(2_000);
    const second = await hostAt(relay.relays);
    const full = await found(second, 'refused', (one) => placeOf(one) === 'full');
    expect(full.relays).toMatchObject([{ reached: true, place: 'refused', told: 1 }]);
    expect(full.advice[0]?.cause).toBe('relay-full');
  });

  test.each([
    ['address-full', { reservationsPerLanIp: '1' }, 'relay-full'],
    ['tag', { allowTag: 'cd'.repeat(32) }, 'network-refused'],
  ] as const)('%s', async (refusal, settings, cause) => {
    const relay = await folder.start(settings);
    if (refusal === 'address-full') {
      const first = await hostAt(relay.relays);
      await found(first, 'a place', (one) => placeOf(one) === 'held');
    }
    const host = await hostAt(relay.relays);
    const refused = await found(host, 'refused', (one) => placeOf(one) === refusal);
    expect(refused.advice[0]?.cause).toBe(cause);
  });

  test('nobody answers', async () => {
    const relay = await folder.start();
    await relay.stop();
    const host = await hostAt(relay.relays);
    const silent = await found(host, 'a failed dial', ({ relays }) => relays[0]?.reason !== 'not tried yet');
    expect(silent.relays).toMatchObject([{ reached: false, place: 'none' }]);
    expect(silent.advice[0]?.cause).toBe('relay-unreachable');
  });
});
