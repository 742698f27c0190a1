// A node: inputs in, effects out; its ports, its driver, its snapshot. The top of the core.

export type { StartMode } from './state-start.ts';
export { mergeStoredUndo } from './merge-undo.ts';
export { createNode, type NodeOptions, type TabchainNode } from './create-node.ts';
export type { ChainMove, Command, CommandFault, CommandReply, Effect, Input, LoadKey, NodeEvent } from './input.ts';
export { faultName } from './input.ts';
export type { ChainMode, Checkpoint } from '../chain/index.ts';
export { loadChain, type LoadedChain, type LoadOptions } from './load-chain.ts';
export {
  applyWrites,
  copyWrites,
  createMemoryDisk,
  type MemoryDisk,
  openMemoryStore,
  storeClosed,
} from './memory-store.ts';
export type {
  Clock,
  Durability,
  GossipTopic,
  GossipVerdict,
  Network,
  NetworkEvent,
  PeerId,
  PeerKind,
  PeerPath,
  Random,
  Sealer,
  SearchTask,
  Signer,
  SignedAnswer,
  SignTask,
  SignedBytes,
  Store,
  StoreTable,
  StoreWrite,
  Verifier,
  MachineSource,
} from './ports.ts';
export type {
  AskFiles,
  BlobLike,
  FileFacts,
  FileHere,
  FileHolder,
  FilePart,
  FilesAnswer,
  FilesCall,
  FilesReply,
  FilesRequest,
  FileState,
  FolderEntry,
  KeptWhy,
} from './files-port.ts';
export { decodePointer, headerKey } from './records.ts';
export { type FailureOrigin, type NodeListeners, type NodePorts, runNode, type RunningNode } from './run-node.ts';
export type { NodeSnapshot } from './snapshot.ts';
