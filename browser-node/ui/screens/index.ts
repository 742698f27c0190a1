// One component per screen; the frame shows the one that the route names.

export { default as AddressScreen } from './address-screen.svelte';
export { default as BlockScreen } from './block-screen.svelte';
export { default as BlocksScreen } from './blocks-screen.svelte';
export { default as JoinScreen } from './join-screen.svelte';
export { default as MempoolScreen } from './mempool-screen.svelte';
export { default as NetworkScreen } from './network-screen.svelte';
export { default as NotFoundScreen } from './not-found-screen.svelte';
export { default as OverviewScreen } from './overview-screen.svelte';
export { default as ProduceScreen } from './produce-screen.svelte';
export { default as ProofScreen } from './proof-screen.svelte';
export { default as TransactionScreen } from './transaction-screen.svelte';
