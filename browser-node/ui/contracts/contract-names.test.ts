// The names that the editor offers are those of the type declarations. That these are what the machine gives a contract is
// held by tests/contracts/declarations.test.ts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contractNames } from './contract-names.ts';

const declarations = readFileSync(
  join(import.meta.dirname, '../../../public/contracts/tabchain-contract.d.ts'),
  'utf8',
);
const names = contractNames(declarations);
const named = (wanted: string, of?: string) => names.find((one) => one.name === wanted && one.of === of);

test('functions, objects and their parts come with signature and comment', () => {
  expect(named('get', 'storage')).toEqual({
    ...{ name: 'get', of: 'storage', kind: 'function', signature: '(key: string): any' },
    about: 'The value under a key (1 to 64 bytes), or `undefined`.',
  });
  expect(named('sender', 'context')).toMatchObject({ kind: 'property', signature: ': string' });
  expect(named('transfer')).toMatchObject({
    kind: 'function',
    signature: '(to: string, amount: bigint | number): void',
  });
  expect(named('storage')).toMatchObject({ kind: 'constant', signature: '' });
});

test('a comment of several lines is one; what is no declaration is left out', () => {
  const [only, ...others] = contractNames('/**\n * Says\n * so.\n */\ndeclare function say(): void;\nlet x = 1;\n}{');
  expect([only?.about, others]).toEqual(['Says so.', []]);
  expect(contractNames('')).toEqual([]);
});
