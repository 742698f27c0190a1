// The page of the rules and the table of the code say the same of every fault.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../docs/protocol/rules.md');
const table = read('./fault.ts');

/** `'name': { concerns: 'x', points: n }` or the name of such a value. */
const meanings = (): ReadonlyMap<string, string> => {
  const values = new Map<string, string>();
  for (const [, name = '', concerns = '', points = ''] of table.matchAll(
    /const (\w+): FaultMeaning = { concerns: '(\w+)', points: (\d+) }/g,
  )) {
    values.set(name, `${concerns} ${points}`);
  }
  const rows = [...table.matchAll(/^ {2}'([a-z-]+)': (\w+),$/gm)];
  return new Map(rows.map(([, fault = '', value = '']) => [fault, values.get(value) ?? 'unknown']));
};

describe('rules.md', () => {
  test('gives every fault of a block the meaning that the code gives it', () => {
    const told = [...page.matchAll(/^\| `([a-z-]+)` \| (\w+) \| (\d+) \|$/gm)];
    const onPage = new Map(told.map(([, fault = '', concerns = '', points = '']) => [fault, `${concerns} ${points}`]));
    expect(onPage.size).toBeGreaterThan(25);
    expect(onPage).toEqual(meanings());
  });

  test.each(['../state/transaction-fault.ts', './fault.ts', '../mempool/mempool.ts', '../state/apply-block.ts'])(
    'has a rule for every fault in %s',
    (path) => {
      const faults = [...read(path).matchAll(/readonly type: '([a-z-]+)'/g)].map(([, fault = '']) => fault);
      expect(faults.length).toBeGreaterThan(2);
      const rules = page.split('## What a fault means').join('');
      expect(faults.filter((fault) => !rules.includes(`\`${fault}\``))).toEqual([]);
    },
  );
});
