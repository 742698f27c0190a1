// A file of three levels, some bytes of it in its inner blocks, is read from everywhere to everywhere; trees that lie about
// their sizes are refused, and nothing that fails is left unhandled.

import { encode as encodeDagPb } from '@ipld/dag-pb';
import { UnixFS } from 'ipfs-unixfs';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { expect, test } from 'vitest';
import { concatBytes, toHex } from '../core/bytes/index.ts';
import { contentOf } from './read-content.ts';
import { stepOf } from './walk-dag.ts';

interface Made {
  readonly cid: CID;
  readonly bytes: Uint8Array;
}

const blocks = new Map<string, Uint8Array<ArrayBuffer>>();
const put = async (codec: number, block: Uint8Array, bytes: Uint8Array): Promise<Made> => {
  const cid = CID.create(1, codec, await sha256.digest(block));
  blocks.set(toHex(cid.multihash.digest), new Uint8Array(block));
  return { cid, bytes };
};
const leaf = (...bytes: readonly number[]): Promise<Made> => put(0x55, Uint8Array.from(bytes), Uint8Array.from(bytes));
/** `says` in place of the sizes that its children have. */
const inner = (data: readonly number[], children: readonly Made[], says?: readonly number[]): Promise<Made> => {
  const file = new UnixFS({ type: 'file', data: Uint8Array.from(data) });
  for (const [i, { bytes }] of children.entries()) file.addBlockSize(BigInt(says?.[i] ?? bytes.length));
  const links = children.map(({ cid }) => ({ Name: '', Hash: cid, Tsize: 1 }));
  const node = encodeDagPb({ Data: file.marshal(), Links: links });
  return put(0x70, node, concatBytes(Uint8Array.from(data), ...children.map(({ bytes }) => bytes)));
};
const get = async ({ key }: { readonly key: string }) => {
  const block = blocks.get(key);
  if (block === undefined) throw new Error('it is lost');
  return block;
};
const read = async ({ cid }: Made, from = 0, to = Infinity): Promise<readonly number[]> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of contentOf(stepOf(cid.bytes), { from, to }, get)) pieces.push(piece);
  return [...concatBytes(...pieces)];
};

test('every stretch of a file of three levels', async () => {
  const low = await inner([], [await leaf(3, 4), await leaf(5)]);
  const root = await inner([1, 2], [low, await inner([6], [await leaf(7, 8, 9)]), await leaf(10)]);
  for (let from = 0; from <= 11; from++) {
    for (let to = from; to <= 11; to++) {
      expect(await read(root, from, to)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].slice(from, to));
    }
  }
  expect(await read(root)).toHaveLength(10);
});

test('what lies about its sizes, is of another form or is lost, is refused', async () => {
  const honest = await inner([], [await leaf(1), await leaf(2)]);
  const lying = await inner([], [await inner([], [await leaf(1), await leaf(2)], [1, 5])]);
  await expect(read(lying)).rejects.toMatchObject({ type: 'content-refused' });
  const short = await inner([], [honest, await leaf(3)], [3, 1]);
  await expect(read(short)).rejects.toMatchObject({ type: 'content-refused' });
  const folder = await put(
    0x70,
    encodeDagPb({ Data: new UnixFS({ type: 'directory' }).marshal(), Links: [] }),
    new Uint8Array(4),
  );
  await expect(read(await inner([], [await inner([], [folder])]))).rejects.toMatchObject({ type: 'content-refused' });
  const lost = await leaf(77);
  const below = await inner([], [await inner([], [await leaf(1), lost])]);
  blocks.delete(toHex(lost.cid.multihash.digest));
  await expect(read(below)).rejects.toThrow('it is lost');
});
