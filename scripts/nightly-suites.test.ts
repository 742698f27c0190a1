/**
 * Runs of the night that have a configuration of their own find tests: one that takes over too much from that of the gate
 * looks for its tests where there are none, and nobody hears of it before the night.
 */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { enginesSuite, soakSuite } from './nightly-suites.mjs';
import { root } from './prepare.mjs';

/** A whole program starts and loads every file of the run: a deadline for a machine with much else to do. */
const listedMsMax = 120_000;

describe('a run with a configuration of its own', () => {
  it.each([enginesSuite, soakSuite(1)])(
    'finds its tests: $name',
    ({ args }) => {
      const listed = spawnSync(process.execPath, [...args, '--list', '--reporter=list'], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(listed.stdout).toMatch(/Total: [1-9]\d* tests?/);
    },
    listedMsMax,
  );
});
