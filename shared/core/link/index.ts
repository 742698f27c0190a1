// Networks handed on: the join link. Imports chain, model, crypto, bytes.

export {
  formatJoinLink,
  type JoinLink,
  type JoinLinkFault,
  parseJoinLink,
  readSpec,
  relaysMax,
  relaysOf,
} from './join-link.ts';
