// What other tabs, the page's own storage, its relay and its address bar say to a tab.

import { bytesTarget, changedText, fuzzSuite, textTarget } from './index.ts';
import { parseOffer } from '../../browser-node/relay-offer.ts';
import { decodeLease, decodeMessage } from '../../browser-node/slot-leases.ts';
import { formerSlot, tabSlotsMax } from '../../browser-node/tab-slot.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

const leases = [
  { pageToken: 'a1', beatMs: 1_767_225_600_000 },
  { pageToken: '', beatMs: 0 },
];
const lengthMax = 16 * 1024;
const tokens = ['"slot"', '"pageToken"', '"beatMs"', '"type"', '"relays"', '1e999', '-0', 'null', '[]', '{}'];

fuzzSuite(
  bytesTarget({
    decoder: decodeLease,
    samples: leases.map((lease) => utf8(JSON.stringify(lease))),
    lengthMax,
    canonical: 'settles',
    mend: (_bytes, random) => {
      const text = JSON.stringify(random.pick(leases));
      return utf8(changedText(text, random, { samples: [text], lengthMax, tokens }));
    },
    decode: decodeLease,
    encode: ({ pageToken, beatMs }) => utf8(JSON.stringify({ pageToken, beatMs })),
  }),
  textTarget({
    decoder: decodeMessage,
    name: 'decodeMessage of leases',
    samples: ['ask', 'held', 'taken'].map((type) => JSON.stringify({ type, slot: 3 })),
    lengthMax,
    tokens,
    canonical: 'settles',
    decode: decodeMessage,
    encode: ({ type, slot }) => JSON.stringify({ type, slot }),
  }),
  textTarget({
    decoder: formerSlot,
    samples: [0, 63].map((slot) => JSON.stringify({ slot, pageToken: 'a1' })),
    lengthMax,
    tokens,
    canonical: 'settles',
    decode: formerSlot,
    encode: ({ slot, pageToken }) => {
      if (!(slot >= 0 && slot < tabSlotsMax)) throw new Error(`slot ${slot}`);
      return JSON.stringify({ slot, pageToken });
    },
  }),
  textTarget({
    decoder: parseOffer,
    samples: [
      JSON.stringify({ relays: [], spec: null }),
      JSON.stringify({ relays: ['/ip4/10.0.0.4/tcp/9090/ws'], spec: { name: 'Classroom' } }),
    ],
    lengthMax: 64 * 1024,
    tokens,
    canonical: 'settles',
    decode: parseOffer,
    encode: (offer) => JSON.stringify(offer),
  }),
);
