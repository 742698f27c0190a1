// What is asked of whom, and in which order: what somebody looks at comes before what is merely kept, and the rest goes on
// when nobody looks any more.

import { expect, test } from 'vitest';
import { toHex } from '../core/bytes/index.ts';
import type { WantEntry } from './bitswap-message.ts';
import { createHolderTable } from './holder-table.ts';
import { createWants } from './wants.ts';

const peer = 'holder';
const cidOf = (n: number): Uint8Array => Uint8Array.from({ length: 36 }, (_, at) => (at === 35 ? n : 1));
const keyOf = (n: number): string => toHex(cidOf(n).slice(4));

const start = () => {
  const sent: WantEntry[] = [];
  const holders = createHolderTable(() => undefined);
  holders.note('root', peer, 0);
  const wants = createWants({ holders, peers: () => [peer], send: (_, entries) => void sent.push(...entries) });
  const numberOf = ({ cid }: WantEntry): number => cid.at(-1) ?? -1;
  return {
    wants,
    want: (n: number, now: number, isLookedAt = false) =>
      wants.want({ key: keyOf(n), cid: cidOf(n), root: 'root', isLookedAt }, now),
    arrives: (n: number, now: number): void => {
      wants.arrived(peer, keyOf(n), new Uint8Array(1), now);
      wants.pump(now);
    },
    /** what was said since this was asked the last time */
    said: () => {
      const entries = sent.splice(0);
      return {
        asked: entries.filter(({ cancel }) => !cancel).map(numberOf),
        takenBack: entries.filter(({ cancel }) => cancel).map(numberOf),
      };
    },
  };
};

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, at) => at);

test('what is looked at takes the places of what is merely kept, all but four', () => {
  const { want, said } = start();
  for (const n of upTo(40)) want(n, 0).promise.catch(() => undefined);
  expect(said()).toEqual({ asked: upTo(16), takenBack: [] });
  void want(99, 10, true);
  expect(said()).toEqual({ asked: [99], takenBack: upTo(16).slice(4) });
});

test('while somebody looks, the rest goes on where fewer than four are under way; when nobody does any more, all places are theirs', () => {
  const { wants, want, arrives, said } = start();
  for (const n of upTo(40)) want(n, 0).promise.catch(() => undefined);
  void want(99, 0, true);
  said();
  arrives(0, 100);
  expect(said().asked).toEqual([]);
  arrives(99, 200);
  expect(said().asked).toEqual([4]);
  wants.pump(5_000);
  expect(said().asked).toEqual(upTo(17).slice(5));
});

test('a block that is on its way already is looked at without being asked for twice', async () => {
  const { want, arrives, said } = start();
  for (const n of upTo(20)) want(n, 0).promise.catch(() => undefined);
  said();
  const looked = want(18, 10, true);
  const { asked, takenBack } = said();
  expect([asked, takenBack]).toEqual([[18], upTo(16).slice(4)]);
  void want(1, 20, true);
  expect(said().asked).toEqual([]);
  arrives(18, 30);
  expect(await looked.promise).toHaveLength(1);
});
