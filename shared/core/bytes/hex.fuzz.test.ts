// Texts that claim to be hexadecimal: read as what is written back, letter for letter.

import { fuzzSuite, textTarget } from '../../../tests/fuzz/index.ts';
import { fromHex, toHex } from './index.ts';

fuzzSuite(
  textTarget({
    decoder: fromHex,
    samples: ['', '00', 'ff', '0123456789abcdef', 'c1'.repeat(32)],
    lengthMax: 64 * 1024,
    tokens: ['0x', '00', 'f'],
    decode: fromHex,
    encode: (bytes) => toHex(bytes),
  }),
);
