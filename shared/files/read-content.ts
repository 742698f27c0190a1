// Reads a stretch of a file from its blocks, in order, the next few asked for meanwhile. Our own walk, because that of
// `ipfs-unixfs-exporter` 16 leaves the failure of a block below the second level unhandled, which ends a Node process: a
// cancelled read or a broken file would end a terminal node. Every block has to have as many bytes as its parent says.
// Bounds: `ahead` blocks in memory, and those of the way down to them; what a tree may be is the business of `get`.

import { decode as decodeDagPb } from '@ipld/dag-pb';
import { UnixFS } from 'ipfs-unixfs';
import { cidCodecs } from '../core/model/index.ts';
import { filesFault } from './files-fault.ts';
import { type Step, stepOf } from './walk-dag.ts';

const ahead = 4;

export interface Stretch {
  readonly from: number;
  /** not included; what lies behind the end of the file is left out */
  readonly to: number;
}

interface Part {
  readonly step: Step;
  /** where it begins in the file */
  readonly at: number;
  /** what its parent says; nobody says it of the root */
  readonly size: number | undefined;
  /** once it is asked for */
  block?: Promise<Uint8Array<ArrayBuffer>>;
}

interface Block {
  readonly data: Uint8Array;
  readonly children: readonly Part[];
  readonly size: number;
}

const fileIn = (bytes: Uint8Array) => {
  try {
    const { Data, Links } = decodeDagPb(bytes);
    if (Data === undefined) return undefined;
    const file = UnixFS.unmarshal(Data);
    return file.isDirectory() || Links.length !== file.blockSizes.length ? undefined : { file, links: Links };
  } catch {
    return undefined; // not the form of a file, whichever step says so
  }
};

/** What a block of a file says; throws a FilesFault where it is none. */
export const decodeFileBlock = (bytes: Uint8Array, { step, at }: Pick<Part, 'step' | 'at'>): Block => {
  if (step.codec === cidCodecs.raw) return { data: bytes, children: [], size: bytes.length };
  const found = fileIn(bytes);
  if (found === undefined) throw filesFault('content-refused', 'a block that is not of a file');
  const { file, links } = found;
  const data = file.data ?? new Uint8Array(0);
  let end = at + data.length;
  const children = links.map(({ Hash }, i): Part => {
    const part = { step: stepOf((Hash.version === 0 ? Hash.toV1() : Hash).bytes), at: end };
    const size = Number(file.blockSizes[i] ?? 0n);
    end += size;
    return { ...part, size };
  });
  return { data, children, size: end - at };
};

export async function* contentOf(
  root: Step,
  { from, to }: Stretch,
  get: (step: Step) => Promise<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array> {
  const parts: Part[] = [{ step: root, at: 0, size: undefined }];
  for (;;) {
    for (const part of parts.slice(-ahead)) {
      part.block ??= get(part.step);
      part.block.catch(() => undefined); // told when its turn comes, or by an earlier one
    }
    const part = parts.pop();
    if (part?.block === undefined) return;
    const { data, children, size } = decodeFileBlock(await part.block, part);
    if (part.size !== undefined && part.size !== size) {
      throw filesFault('content-refused', `a block of ${size} bytes where ${part.size} should be`);
    }
    const stretch = data.subarray(Math.max(0, from - part.at), Math.max(0, to - part.at));
    if (stretch.length > 0) yield stretch;
    const wanted = children.filter(({ at, size: length = 0 }) => at < to && at + length > from);
    parts.push(...wanted.toReversed());
  }
}
