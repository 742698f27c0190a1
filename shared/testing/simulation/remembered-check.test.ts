/** The memory of a signature check answers as the check itself would, and asks it once. */
import { expect, test } from 'vitest';
import { rememberedCheck } from './remembered-check.ts';

test('the same question is asked once, one that differs anywhere again', () => {
  const asked: string[] = [];
  const check = rememberedCheck((signature, message, publicKey) => {
    asked.push([signature, message, publicKey].join('|'));
    return message[0] === 1;
  });
  const [a, b, c] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)];
  const ask = () => [check(a, a, c), check(a, b, c), check(a, a, b), check(b, a, c)];
  expect(ask()).toEqual([true, false, true, true]);
  expect(ask()).toEqual([true, false, true, true]);
  expect(asked).toEqual(['1|1|3', '1|2|3', '1|1|2', '2|1|3']);
});

test('bytes that their owner changes afterwards are another question', () => {
  const check = rememberedCheck((_signature, message) => message[0] === 1);
  const message = Uint8Array.of(1);
  expect(check(message, message, message)).toBe(true);
  message[0] = 2;
  expect(check(Uint8Array.of(1), message, Uint8Array.of(1))).toBe(false);
});
