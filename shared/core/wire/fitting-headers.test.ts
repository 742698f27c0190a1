// A message of headers is bounded by their number and by its bytes, whichever comes first.

import { expect, test } from 'vitest';
import { createForge, fixedWork, testSpec } from '../../testing/index.ts';
import type { SealedHeader } from '../model/index.ts';
import { decodeMessage, encodeMessage, fittingHeaders, wireLimits } from './index.ts';

const forge = createForge(testSpec({ consensus: fixedWork(0) }));
const { block } = forge.build(forge.genesis);
const many = Array.from({ length: wireLimits.headersMax + 1 }, (): SealedHeader => block);

test('of short headers as many as there may be', () => {
  const fitting = fittingHeaders(many);
  expect(fitting).toHaveLength(wireLimits.headersMax);
  expect(decodeMessage(encodeMessage({ type: 'headers', request: 1, headers: fitting }))).toMatchObject({ ok: true });
  expect(fittingHeaders(many.slice(0, 3))).toHaveLength(3);
});

test.each([600, wireLimits.headerBytesMax])('of headers of %i bytes as many as the message holds', (length) => {
  const long = many.map((sealed): SealedHeader => ({ ...sealed, bytes: new Uint8Array(length) }));
  const fitting = fittingHeaders(long);
  const bytesOf = (headers: readonly SealedHeader[]): number =>
    encodeMessage({ type: 'headers', request: 1, headers }).length;
  expect(bytesOf(fitting)).toBeLessThanOrEqual(wireLimits.messageBytesMax);
  expect(bytesOf(long.slice(0, fitting.length + 1))).toBeGreaterThan(wireLimits.messageBytesMax - length);
});
