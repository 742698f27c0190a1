// The lowest folder of the core: results, hex, and the bounded canonical reader and writer. Imports nothing.

export { compareBytes, concatBytes, equalBytes, fromHex, toHex } from './hex.ts';
export { createReader, type DecodeFault, type Reader } from './reader.ts';
export { err, ok, type Result } from './result.ts';
export { createWriter, type Writer } from './writer.ts';
