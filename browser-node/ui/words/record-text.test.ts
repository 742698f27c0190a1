// Records as text: what is shown as text and what stays hexadecimal.

import { expect, test } from 'vitest';
import { byteCount, hexOfText, textOfHex } from './record-text.ts';

test.each(['70', 'pulse of 70', 'Grüße 👋', 'two\nlines'])('%j comes back as it was written', (text) => {
  expect(textOfHex(hexOfText(text))).toBe(text);
});

test('a pulse of 70 is two bytes', () => {
  expect(hexOfText('70')).toBe('0x3730');
  expect(byteCount('70')).toBe(2);
  expect(byteCount('ü')).toBe(2);
});

test.each(['0xff', '0x00', '0x1b5b326a', '0xe280ae'] as const)('%s is not shown as text', (hex) => {
  expect(textOfHex(hex)).toBeUndefined();
});
