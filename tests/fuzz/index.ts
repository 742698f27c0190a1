/** What a fuzz test beside a decoder needs. */
export { changedText } from './text-frames.ts';
export { type Json, jsonFrames } from './json-frames.ts';
export { bytesTarget, jsonTarget, textTarget, valueOf } from './fuzz-target.ts';
export { argumentsTarget } from './arguments-target.ts';
export { fuzzSuite } from './fuzz-suite.ts';
