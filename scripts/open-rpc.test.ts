/** The OpenRPC document that nodes serve is the one that the table of methods gives today. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkParams, type Method } from '../shared/provider/index.ts';
import { openRpcFile, openRpcText } from './open-rpc.ts';

const keptDocument = (): string => readFileSync(openRpcFile, 'utf8');

test('the kept document is what the table gives; node scripts/api-docs.ts writes it anew', () => {
  expect(keptDocument()).toBe(openRpcText());
});

interface Described {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly required: boolean }[];
}

test('it names every method, and of each the params that are taken', () => {
  const { methods } = JSON.parse(keptDocument()) as { readonly methods: readonly Described[] };
  const ofTable = methods.filter(({ name }) => !name.startsWith('rpc_'));
  expect(ofTable.length).toBeGreaterThan(45);
  for (const { name, params } of ofTable) {
    // A name that is not in the table throws; a param that is not in the check is refused as unknown.
    const refusalOf = (given: object): string => {
      const checked = checkParams(name as Method, given);
      return checked.ok ? '' : (checked.error.data?.expected ?? '');
    };
    expect(refusalOf({ surely_no_param: 1 }), name).not.toBe('');
    const known = params.filter((param) => refusalOf({ [param.name]: {} }) === 'absent: no such field');
    expect(known, name).toEqual([]);
  }
});
