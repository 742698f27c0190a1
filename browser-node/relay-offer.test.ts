// What a page takes from the `relays.json` beside it.

import { expect, test } from 'vitest';
import { parseOffer, relayOffer } from './relay-offer.ts';

const relays = ['/ip4/203.0.113.7/tcp/9090/ws/p2p/R'];

test.each([
  ['all of it', { relays, stun: ['stun:203.0.113.7:9090'], spec: { name: 'A' } }, ['stun:203.0.113.7:9090']],
  ['of a relay without STUN', { relays, spec: { name: 'A' } }, []],
  ['with a STUN that is none', { relays, stun: 'stun:a:1', spec: { name: 'A' } }, []],
])('%s', (_what, offer, stun) => {
  expect(parseOffer(JSON.stringify(offer))).toEqual({ relays, stun, spec: { name: 'A' } });
});

test.each(['', 'null', '[]', '{"relays":[1]}', '{"spec":{}}', '<html>'])('%j is none', (text) => {
  expect(parseOffer(text)).toBeUndefined();
});

test('what a relay said is remembered, and holds when it is away or says nothing of use', async () => {
  const kept = new Map<string, Uint8Array>();
  const profile = {
    get: (key: string) => Promise.resolve(kept.get(key)),
    put: (key: string, value: Uint8Array) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
  expect(await relayOffer(profile, undefined)).toBeUndefined();
  const offer = await relayOffer(profile, JSON.stringify({ relays }));
  expect(offer?.relays).toEqual(relays);
  expect(await relayOffer(profile, undefined)).toEqual(offer);
  expect(await relayOffer(profile, '<html>')).toEqual(offer);
});

test('a disk that is full does not keep the node from starting', async () => {
  const full = { get: () => Promise.resolve(undefined), put: () => Promise.reject(new Error('full')) };
  expect((await relayOffer(full, JSON.stringify({ relays })))?.relays).toEqual(relays);
});
