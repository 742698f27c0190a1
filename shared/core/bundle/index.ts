// Chain bundles: a network with its blocks in one file. Imports model and bytes.

export { type ChainBundle, bundleBytesMax, decodeBundle, encodeBundle } from './chain-bundle.ts';
