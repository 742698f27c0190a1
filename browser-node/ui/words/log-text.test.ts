// Every line that a tab may write to its log has words in each language: the lines are read from the source.

import { globSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { languages, speak } from './language.ts';
import { logText } from './log-text.ts';

afterEach(() => speak('en'));

/** A text that goes to the log, where it is written down. */
const entry =
  /(?:level: '\w+',\s+what: |const what =\s+|parts\.log\(|warn\(\s*serving,\s+|note\()(?:'([^']+)'|((?:`[^`]+`(?:\s\+\s+)?)+))/g;

/** What stands in a gap whose texts are all known; in the others it is a word that says nothing. */
const gaps: Readonly<Record<string, string>> = {
  "event.type === 'peer-up' ? 'peer up' : 'peer path'": 'peer up',
  'event.path': 'relayed',
  topic: 'block',
  next: 'all blocks are fetched instead',
  'whyNotFollowed(parts)': 'further down than 17 blocks, so it is not followed',
  words: 'the other one weighs more',
  'nameOf(tip)': 'block 7 (x)',
  'nameOf(common)': 'block 7 (x)',
  'nameOf(chain.head())': 'block 7 (x)',
  'nameOf(parts.chain.head())': 'block 7 (x)',
};

const written = globSync(['shared/{core/node,p2p,ports,provider}/**/*.ts', 'browser-node/*.ts'])
  .filter((path) => !path.endsWith('.test.ts'))
  .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(entry)])
  .map(([, plain, filled = '']) => plain ?? filled.replaceAll(/`\s\+\s+`|^`|`$/g, ''))
  .map((what) => what.replaceAll(/\$\{([^}]+)\}/g, (_, code: string) => gaps[code] ?? 'x'));

test.each(languages.filter((language) => language !== 'en'))('every line has words in %s', async (language) => {
  await speak(language);
  expect(written.length).toBeGreaterThan(40);
  expect(written.filter((what) => logText(what).lang !== undefined)).toEqual([]);
});

test('what the node filled in is kept, and its reason has words too', async () => {
  const what =
    'another chain of this network goes on beside ours: up to its block 90 (ab) it parts from ours, which ends in ' +
    'block 80 (cd), above block 12: further down than 40 blocks, so it is not followed; ours weighs more; what is paid on the ' +
    'other one does not count here';
  expect(logText(what)).toEqual({ text: what });
  await speak('de');
  expect(logText(what).text).toBe(
    'Eine andere Kette dieses Netzes läuft neben unserer weiter: Bis zu ihrem Block 90 (ab) ist sie von unserer getrennt, ' +
      'die bis Block 80 (cd) geht, oberhalb von Block 12: weiter unten als 40 Blöcke, darum folgen wir ihr nicht; unsere wiegt ' +
      'mehr; was auf der anderen gezahlt wird, zählt hier nicht',
  );
  expect(logText('something new')).toEqual({ text: 'something new', lang: 'en' });
});
