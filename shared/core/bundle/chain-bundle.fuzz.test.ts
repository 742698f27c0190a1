// Files from anybody: refused, or exactly the form of what they say.

import { bytesTarget, fuzzSuite, valueOf } from '../../../tests/fuzz/index.ts';
import { headers, transactions } from '../../../tests/vectors/golden-samples.ts';
import { testSpec } from '../../testing/index.ts';
import { encodeBlock } from '../model/index.ts';
import { decodeBundle, encodeBundle } from './index.ts';

const block = encodeBlock(headers.pow, transactions.slice(0, 2));
const spec = testSpec();

fuzzSuite(
  bytesTarget({
    decoder: decodeBundle,
    samples: [encodeBundle({ spec, blocks: [] }), encodeBundle({ spec, blocks: [block, block] })],
    largest: () => [encodeBundle({ spec, blocks: Array.from({ length: 200 }, () => block) })],
    lengthMax: 1024 * 1024,
    decode: (bytes) => valueOf(decodeBundle(bytes)),
    encode: encodeBundle,
  }),
);
