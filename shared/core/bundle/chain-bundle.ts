// The form of a `.tabchain` file (docs/protocol/bundles.md). Only the form: what is in it is judged as peers' blocks are.
// Blocks are views of the file's bytes. Bounded by `bundleBytesMax` and by the blocks' own limit.

import { concatBytes, createReader, createWriter, type DecodeFault, err, type Result } from '../bytes/index.ts';
import { type ChainSpec, decodeChainSpec, encodeChainSpec } from '../model/index.ts';

export interface ChainBundle {
  readonly spec: ChainSpec;
  /** encoded blocks from height 1 upwards */
  readonly blocks: readonly Uint8Array[];
}

export const bundleBytesMax = 512 * 1024 * 1024;

const magic = new TextEncoder().encode('TABCHAIN');
const bundleVersion = 1;
/** A header alone is longer. */
const blockBytesMin = 200;

const headOf = ({ spec, blocks }: ChainBundle): Uint8Array =>
  createWriter(4096).raw(magic).u8(bundleVersion).bytes32(encodeChainSpec(spec)).u32(blocks.length).finish();

/** Throws a RangeError above `bundleBytesMax`. */
export const encodeBundle = (bundle: ChainBundle): Uint8Array => {
  const parts = [headOf(bundle)];
  let size = 0;
  for (const block of bundle.blocks) {
    size += block.length + 4;
    if (size > bundleBytesMax) throw new RangeError('a chain of more than 512 MiB does not fit a bundle');
    parts.push(createWriter(4).u32(block.length).finish(), block);
  }
  return concatBytes(...parts);
};

export const decodeBundle = (bytes: Uint8Array): Result<ChainBundle, DecodeFault> => {
  if (bytes.length > bundleBytesMax) {
    return err({ type: 'bytes-over-limit', at: 0, length: bytes.length, limit: bundleBytesMax });
  }
  const reader = createReader(bytes);
  const isOurs = reader.fixed(magic.length).every((byte, i) => byte === magic[i]);
  if (!isOurs) reader.refuse('not a chain bundle');
  if (reader.u8() !== bundleVersion) reader.refuse('a bundle of another version');
  const spec = decodeChainSpec(reader.view32(bytes.length));
  if (!spec.ok) reader.refuse('a chain spec of another form');
  const blockBytesMax = spec.ok ? spec.value.blockBytesMax : 0;
  const countMax = Math.floor(bytes.length / blockBytesMin);
  const blocks = reader.list(reader.u32(), countMax, () => reader.view32(blockBytesMax));
  const form = reader.finish(blocks);
  if (!form.ok) return form;
  if (!spec.ok) throw new Error('a bundle without a spec was not refused');
  return { ok: true, value: { spec: spec.value, blocks: form.value } };
};
