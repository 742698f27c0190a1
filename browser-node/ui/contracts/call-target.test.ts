// The page stops where the node would: as many calls before a question as a node takes, and not one more.

import { expect, test } from 'vitest';
import { checkParams } from '../../../shared/provider/index.ts';
import { callsBeforeMax, draftTarget } from './call-target.ts';

const asked = (calls: number) => {
  const before = Array.from({ length: calls }, () => ({ function: 'increment' }));
  const { question } = draftTarget({ code: 'export function increment() {}', init: { args: [] } }, 'key', before);
  return checkParams('contract_trace', { ...question, function: 'increment' });
};

test('the calls that the page keeps are as many as a node takes', () => {
  expect(asked(callsBeforeMax).ok).toBe(true);
  expect(asked(callsBeforeMax + 1).ok).toBe(false);
});
