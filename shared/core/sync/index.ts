// Catching up with the network. Imports wire, chain, model.

export { headersAfter, type HeightSpan, locatorOf } from './locator.ts';
export { createSync, type PeerClaim, type Sync, type SyncRequest, type SyncState } from './sync.ts';
