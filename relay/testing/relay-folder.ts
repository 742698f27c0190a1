// The relays of one test: each on a free port of this machine with what it keeps in one temporary folder. Owns all of it,
// and whatever the test gives it to keep, until `remove`.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../data-folder.ts';
import { createRelayLog } from '../relay-log.ts';
import { startRelay, type Relay, type RelayOptions } from '../relay-server.ts';
import { readSettings, type SettingName } from '../relay-settings.ts';

interface Stoppable {
  readonly stop: () => void | Promise<void>;
}

export interface RelayFolder {
  readonly path: string;
  /** `texts` are its settings as a person would type them; a relay of another `name` keeps what it has apart. */
  readonly start: (
    texts?: Partial<Record<SettingName, string>>,
    more?: Partial<RelayOptions>,
    name?: string,
  ) => Promise<Relay>;
  /** Stops these as well in the end. */
  readonly keep: <T extends Stoppable>(one: T) => T;
  readonly remove: () => Promise<void>;
}

/** A network as a person could write it. */
export const smallSpec = (): object => ({
  name: 'Test',
  genesisTime: 1_700_000_000_000,
  salt: '00'.repeat(16),
  consensus: { kind: 'pow' },
});

export const openRelayFolder = async (): Promise<RelayFolder> => {
  const path = await mkdtemp(join(tmpdir(), 'tabchain-relay-'));
  const running: Stoppable[] = [];
  const keep = <T extends Stoppable>(one: T): T => {
    running.push(one);
    return one;
  };
  return {
    path,
    keep,
    start: async (texts = {}, more = {}, name = 'data') => {
      const data = await openDataFolder(join(path, name), smallSpec);
      const settings = readSettings([{ texts: { port: '0', host: '127.0.0.1', ...texts }, place: (one) => one }]);
      return keep(await startRelay({ data, settings, log: createRelayLog('silent'), ...more }));
    },
    remove: async () => {
      await Promise.all(running.splice(0).map(async (one) => one.stop()));
      await rm(path, { recursive: true });
    },
  };
};
