// Worlds for contracts under test.

export { createMemoryWorld, type MemoryWorld } from './memory-world.ts';
