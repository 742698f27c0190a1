/** How the time that a block takes to reach the nodes is counted. */
import { expect, test } from 'vitest';
import { createPropagation, type SpreadBlock } from './propagation.ts';

const id = 'a'.repeat(64);
const block: SpreadBlock = { size: 300, header: { height: 7 } };

test('the time is counted from the first node to the one that makes it 95 %, once', () => {
  let now = 1_000;
  const { onApplied, spreads } = createPropagation(() => now, 20);
  for (let node = 1; node <= 20; node++) {
    onApplied(() => block, [id]);
    expect(spreads()).toHaveLength(node < 19 ? 0 : 1);
    now += 10;
  }
  expect(spreads()).toEqual([{ bytes: 300, height: 7, tookMs: 180 }]);
});

test('a block that few have after a minute is forgotten when another comes', () => {
  let now = 0;
  const { onApplied, spreads } = createPropagation(() => now, 2);
  onApplied(() => block, [id]);
  now = 60_000;
  onApplied(() => block, ['b'.repeat(64)]);
  onApplied(() => block, [id]);
  expect(spreads()).toEqual([]);
});

test('a block whose body is gone is left out', () => {
  const { onApplied, spreads } = createPropagation(() => 0, 1);
  onApplied(() => undefined, [id]);
  expect(spreads()).toEqual([]);
});
