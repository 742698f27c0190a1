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
  const get: LevelProfile['get'] = (key) =>
    told(async () => {
      const value = await level.get(key);
      return value && new Uint8Array(value);
    });
  const write = (key: string, value: Uint8Array | undefined): Promise<void> =>
    told(() =>
      value === undefined ? level.del(key, { sync: true }) : level.put(key, new Uint8Array(value), { sync: true }),
    );
  // The folder is this process's alone, so that one change after the other is all that an update needs.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(call: () => Promise<T>): Promise<T> => {
    const mine = turn.then(call);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    get,
    put: (key, value) => inTurn(() => write(key, value)),
    delete: (key) => inTurn(() => write(key, undefined)),
    list: (prefix) =>
      told(async () => {
        const keys: string[] = [];
        for await (const key of level.keys({ gte: prefix })) {
          if (!key.startsWith(prefix)) break;
          keys.push(key);
        }
        return keys;
      }),
    update: (key, change) =>
      inTurn(async () => {
        const current = await get(key);
        const next = change(current);
        if (next !== current) await write(key, next);
        return next;
      }),
    close: () => told(() => level.close()),
  };
};
