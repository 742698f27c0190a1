// What the editor offers where: parts after a dot, names elsewhere, nothing in texts and comments.

import { CompletionContext } from '@codemirror/autocomplete';
import { javascript } from '@codemirror/lang-javascript';
import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { completeContract } from './complete-contract.ts';
import { contractNames } from './contract-names.ts';

const source = completeContract(
  contractNames(`declare const storage: { /** Reads. */ get(key: string): any; has(key: string): boolean };
declare function emit(name: string): void;`),
);

/** What is offered where the bar stands. */
const offered = async (code: string, explicit = false): Promise<readonly string[]> => {
  const [before = '', after = ''] = code.split('|');
  const state = EditorState.create({ doc: before + after, extensions: javascript() });
  const found = await source(new CompletionContext(state, before.length, explicit));
  return found?.options.map(({ label }) => label) ?? [];
};

test.each([
  ['export function f() { sto| }', ['storage', 'emit']],
  ['storage.|', ['get', 'has']],
  ['storage.g|', ['get', 'has']],
  ['other.|', []],
  ['a.storage.|', []],
  ['f(1).e|', []],
  ['const s = "em|"', []],
  ['// em|', []],
  ['|', []],
])('%s', async (code, names) => {
  expect(await offered(code)).toEqual(names);
});

test('asked for by the keyboard it offers every name; a comment comes along', async () => {
  expect(await offered('|', true)).toEqual(['storage', 'emit']);
  const state = EditorState.create({ doc: 'storage.', extensions: javascript() });
  expect(await source(new CompletionContext(state, 8, false))).toMatchObject({
    options: [{ label: 'get', detail: '(key: string): any', info: 'Reads.' }, { label: 'has' }],
  });
});
