// Files by content id: stored here, exchanged with the peers of the network, kept as long as somebody wants them.

export { openBlockShelf } from './block-shelf.ts';
export type { Added, ContentStore, Described, Progress, Reading } from './content-store.ts';
export type { FilesFaultName } from './files-fault.ts';
export { createHeliaContent } from './helia-content.ts';
export { type Files, type FilesOptions, openFiles } from './open-files.ts';
