// Values are shown as people read them; the examples of the catalogue are those beside the page.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contractsText, shownValue } from './contracts-text.ts';
import { exampleContracts } from './example-contracts.ts';

test('values are shown without quotes', () => {
  expect([null, 'a', '7', [1], true].map(shownValue)).toEqual(['nothing', 'a', '7', '[1]', 'true']);
});

test('every example that lies beside the page is offered and told', () => {
  const beside = readdirSync(join(import.meta.dirname, '../../../public/contracts')).filter((name) =>
    /\.js$/.test(name),
  );
  expect(exampleContracts.map((name) => `${name}.js`).toSorted()).toEqual(beside.toSorted());
  expect(Object.keys(contractsText().examples).toSorted()).toEqual([...exampleContracts].toSorted());
});
