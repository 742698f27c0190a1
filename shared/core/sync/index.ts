// Catching up with the network. Imports wire, chain, model.

export { headersAfter, locatorOf } from './locator.ts';
export { createSync, type PeerClaim, type Sync, type SyncRequest, type SyncState } from './sync.ts';
