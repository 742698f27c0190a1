// Keys come back as they were and stand in the order of their UTF-16 code units, whatever is in them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOfLevel, levelKey, levelKeyEnd } from './level-key.ts';

/** Any code units, lone surrogates too, with those around the borders often. */
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.constantFrom(0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff),
);
const key = fc.array(unit, { maxLength: 12 }).map((units) => String.fromCharCode(...units));

test('a key comes back', () => {
  fc.assert(
    fc.property(key, (text) => {
      expect(keyOfLevel(levelKey('undo', text))).toBe(text);
    }),
  );
});

test('bytes stand in the order of the keys, inside their table', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      const order = Buffer.compare(levelKey('body', a), levelKey('body', b));
      expect(order).toBe(a < b ? -1 : a > b ? 1 : 0);
      expect(Buffer.compare(levelKey('body', a), levelKeyEnd('body'))).toBe(-1);
      expect(Buffer.compare(levelKeyEnd('body'), levelKey('undo', b))).toBeLessThanOrEqual(0);
    }),
  );
});
