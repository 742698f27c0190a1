// What belongs to the data folder rather than to one chain: identity, wallet, networks, books of addresses. One small
// LevelDB database, each change a synced write of its own. Being open, it also keeps a second node out of the folder.
// Bounds: who writes under a prefix bounds the number of keys.

import { ClassicLevel } from 'classic-level';
import type { KeyValues } from '../../shared/provider/index.ts';
import { levelFaultOf } from './level-fault.ts';

/** Every method may reject with a LevelFault; nothing has changed then. */
export interface LevelProfile extends KeyValues {
  readonly close: () => Promise<void>;
}

export const openLevelProfile = async (folder: string): Promise<LevelProfile> => {
  const level = new ClassicLevel<string, Uint8Array>(folder, { keyEncoding: 'utf8', valueEncoding: 'view' });
  const told = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (reason) {
      throw levelFaultOf(reason, folder);
    }
  };
  await told(() => level.open());
  return {
    get: (key) =>
      told(async () => {
        const value = await level.get(key);
        return value && new Uint8Array(value);
      }),
    put: (key, value) => told(() => level.put(key, new Uint8Array(value), { sync: true })),
    delete: (key) => told(() => level.del(key, { sync: true })),
    list: (prefix) =>
      told(async () => {
        const keys: string[] = [];
        for await (const key of level.keys({ gte: prefix })) {
          if (!key.startsWith(prefix)) break;
          keys.push(key);
        }
        return keys;
      }),
    close: () => told(() => level.close()),
  };
};
