// Every error that the API can reject with becomes three sentences that help; a listed fault gets its own.

import { expect, test } from 'vitest';
import { errorCodes } from '../../../shared/provider/index.ts';
import { alarmWords, choiceWords, dropWords, faultWords, hasCode } from './fault-words.ts';
import { speak, words } from './language.ts';

const what = 'The payment was not sent.';

test.each(Object.entries(errorCodes))('an error %s says what, why and what to do', (_, code) => {
  const words = faultWords(what, { code, message: 'The node said so.' });
  expect(words.what).toBe(what);
  expect(words.why).not.toBe('');
  expect(words.todo).not.toBe('');
});

test('the fault names the reason more closely than the code', () => {
  const thrown = { code: -32000, message: 'refused', data: { fault: 'amount-over-balance' } };
  expect(faultWords(what, thrown).why).toMatch(/does not hold the amount/);
  expect(faultWords(what, { code: -32602, message: 'x', data: { path: 'to', fault: 'address-checksum' } }).why).toMatch(
    /typo/,
  );
  expect(faultWords(what, { code: 4090, message: 'x', data: { reason: 'no-wallet' } }).todo).toMatch(/Create one/);
});

test('where the node knows more than the name says, its message stands', () => {
  const message = 'Word 4 is not in the list of recovery words. Did you mean “year”?';
  const thrown = { code: -32602, message, data: { path: 'mnemonic', fault: 'mnemonic-word-unknown' } };
  expect(faultWords(what, thrown)).toEqual({ what, why: message, todo: 'Compare that word with your note.' });
});

test('in another language a fault is told in it, and what only the node has words for is marked as English', async () => {
  await speak('de');
  const named = { code: -32000, message: 'The transaction is waiting already.', data: { fault: 'already-known' } };
  expect(faultWords(what, named).why).toBe('Die Transaktion wartet schon.');
  const unnamed = { code: -32000, message: 'The moon is full.', data: { fault: 'moon-full' } };
  expect(faultWords(what, unnamed).why).toBe('Der Knoten sagt auf Englisch: „The moon is full.“');
  expect(faultWords(what, new Error('Kein Bild.')).why).toBe('Kein Bild.');
  await speak('en');
});

test.each(['de', 'es'] as const)('every fault has its reason in %s', async (language) => {
  await speak(language);
  const without = Object.entries(words().faults.byName).filter(([, named]) => named.why === undefined);
  await speak('en');
  expect(without).toEqual([]);
});

test('a fault without words of its own keeps the message', () => {
  const thrown = { code: -32000, message: 'The moon is full.', data: { fault: 'moon-full' } };
  expect(faultWords(what, thrown).why).toBe('The moon is full.');
});

test('why a pending transaction was given up is a sentence', () => {
  expect(dropWords('replaced')).toMatch(/took its place/);
  expect(dropWords('moon-full')).toBe('The node says: moon-full.');
});

test('a wrong param is named with what is allowed', () => {
  const thrown = { code: -32602, message: 'x', data: { path: 'count', expected: 'a whole number from 1 to 1000' } };
  expect(faultWords(what, thrown).why).toBe('“count” must be a whole number from 1 to 1000.');
});

test('what is no API error at all is the page’s own fault', () => {
  expect(faultWords(what, new TypeError('x is undefined')).why).toBe('x is undefined');
  expect(faultWords(what, 'text').why).toMatch(/page/);
  expect(faultWords(what, { code: 'constructor' }).todo).toMatch(/log/);
});

test('codes are told apart', () => {
  expect(hasCode({ code: 4100, message: 'locked' }, 4100)).toBe(true);
  expect(hasCode({ code: 4040, message: 'none' }, 4100)).toBe(false);
});

test.each([
  ...['storage-failed', 'storage-full', 'storage-read-only', 'storage-lost', 'storage-closed', 'storage-newer'],
  ...['storage-blocked', 'storage-missing', 'storage-emptied', 'storage-not-kept', 'node-failed'],
  ...['contracts-unsteady', 'contracts-failed'],
  ...['storage-locked', 'storage-taken', 'storage-evicted', 'storage-evicted-chain', 'wallet-not-backed-up'],
])('the alarm %s says what happened and what to do', (name) => {
  const sentences = alarmWords(name).split('. ');
  expect(sentences.length).toBeGreaterThanOrEqual(2);
  expect(alarmWords(name)).toMatch(/[Rr]eload|Use another|Back up|Restore/);
});

test('which side of a split one is on decides what one reads', () => {
  expect(alarmWords('apart-heavier')).toMatch(/on the heavier chain and goes on/);
  expect(alarmWords('apart-lighter')).toMatch(/The other chain weighs more.*join again by a link/s);
});

test('a mistake of ours is not called trouble with the disk', () => {
  expect(alarmWords('node-failed')).not.toMatch(/disk|space|storage/);
});

test.each(['reload', 'dismiss', 'back-up', 'restore'])('the choice %s is a button that says what happens', (choice) => {
  expect(choiceWords(choice)).toMatch(/^[A-Z][a-z]+ .*[a-z]$/);
});

test('alarms are sentences, known by name or not', () => {
  expect(alarmWords('storage-full')).toMatch(/Free some space/);
  expect(alarmWords('The relay is very old.')).toBe('The relay is very old.');
});
