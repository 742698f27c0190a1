// The public API: its table of methods and shapes, and the provider that answers it for a node.

export type * from './api.ts';
export type * from './files-shape.ts';
export type * from './diagnosis-shape.ts';
export type { ByteField, LeftBehind, RawShape, TreeBlock } from './tree-shape.ts';
export type { SignersShape, StakersShape } from './validator-shape.ts';
export type * from './personal-shape.ts';
export { errorCodes, eventNames } from './api.ts';
export { byteParamsOf, checkParams, fileBytesMax, isMethod } from './check-params.ts';
export { jsonOfBytes } from './contract-json.ts';
export type {
  HowMuch,
  HostControls,
  HostLogEntry,
  HostReply,
  HostSnapshotLike,
  KeyValues,
  NetworkOffer,
  NetworkToOpen,
  OpenNetwork,
  ProviderOptions,
  Session,
  WelcomeAnswerLike,
  WelcomeQuestionLike,
} from './backend.ts';
export { createChainIndex } from './chain-index.ts';
export { createProvider, type NodeProvider } from './create-provider.ts';
export { createEquivocationDesk, type EquivocationDesk, type EvidenceNode } from './report-equivocation.ts';
