// Catching up with the network. Imports wire, chain, model.

export { headersAfter, type HeightSpan, locatorOf } from './locator.ts';
export { createStateFetch, type StateFetch } from './state-fetch.ts';
export { nextRequest, type PeerClaim, type SyncRequest } from './sync-books.ts';
export { createSync, type Sync, type SyncState } from './sync.ts';
