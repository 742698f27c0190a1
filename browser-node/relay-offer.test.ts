// What a page takes from the `relays.json` beside it.

import { expect, test } from 'vitest';
import { parseOffer } from './relay-offer.ts';

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
