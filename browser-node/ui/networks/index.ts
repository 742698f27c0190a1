// Networks made in the page, their specs as files, and the welcome of newcomers.
// What the screens of the network show of them.

export { default as MakeNetwork } from './make-network.svelte';
export { default as SpecFile } from './spec-file.svelte';
export { default as WelcomeCard } from './welcome-card.svelte';
