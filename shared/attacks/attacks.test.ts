// Every attack ends as it must: refused with its own reason, or followed where no rule is broken, with one honest chain.

import { describe, expect, test } from 'vitest';
import { loadSignatureCheck } from '../testing/index.ts';
import { attackNames, runAttack } from './index.ts';

describe('attacks', () => {
  test.each(attackNames.map(({ name }) => name))('%s', async (name) => {
    const report = await runAttack(name, await loadSignatureCheck());
    const failed = report?.steps.filter(({ held }) => !held);
    expect(failed).toEqual([]);
    expect(report).toMatchObject({ attack: name, held: true });
    expect(report?.steps.length).toBeGreaterThan(0);
  });

  test('what is no attack has no report', async () => {
    expect(await runAttack('kindness', await loadSignatureCheck())).toBe(undefined);
  });
});
