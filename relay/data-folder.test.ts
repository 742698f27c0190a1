// The data folder: made once, kept, and refused with what to do when it is damaged.

import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolderError, openDataFolder } from './data-folder.ts';
import { readSettings, SettingsError } from './relay-settings.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tabchain-data-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('is made once and read back, the key for its owner only', async () => {
  const first = await openDataFolder(join(folder, 'deep', 'er'), () => ({ name: 'one' }));
  const second = await openDataFolder(join(folder, 'deep', 'er'), () => ({ name: 'two' }));
  expect(second.seed).toEqual(first.seed);
  expect(second.spec).toBe(first.spec);
  expect(JSON.parse(second.spec)).toEqual({ name: 'one' });
  expect(second.seed.length).toBe(32);
  expect(readSettings([second.settings])).toMatchObject({ port: 9090, host: '0.0.0.0', reservations: 512 });
  if (process.platform !== 'win32') {
    expect((await stat(join(folder, 'deep', 'er', 'relay.key'))).mode & 0o077).toBe(0);
  }
});

test('settings may leave out what is default', async () => {
  await writeFile(join(folder, 'settings.json'), '{"port":1234}');
  const { settings } = await openDataFolder(folder, () => ({}));
  expect(readSettings([settings])).toMatchObject({ port: 1_234, host: '0.0.0.0', reservations: 512 });
});

test.each([
  ['relay.key', 'short', /relay\.key is not a relay key .*; restore it, or delete it/],
  ['settings.json', '{', /settings\.json is not a JSON object; correct it, or delete it/],
  ['settings.json', '{"prot":1}', /settings\.json: prot is no setting of a relay/],
  ['settings.json', '{"port":{}}', /settings\.json: port is not of its form; give a number from 0 to 65535/],
  ['spec.json', '[]', /spec\.json is not a JSON object; correct it, or delete it/],
])('a damaged %s (%s) is refused and left as it is', async (name, text, sentence) => {
  await writeFile(join(folder, name), text);
  const opened = openDataFolder(folder, () => ({}));
  await expect(opened).rejects.toSatisfy((one) => one instanceof DataFolderError || one instanceof SettingsError);
  await expect(opened).rejects.toThrow(sentence);
  expect(await readFile(join(folder, name), 'utf8')).toBe(text);
});

test('a folder that is a file is refused with what to do', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(openDataFolder(join(folder, 'file'), () => ({}))).rejects.toThrow(/name another with --data DIR/);
});
