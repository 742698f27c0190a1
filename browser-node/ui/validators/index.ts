// Stakes and signers on the producer's screen: the slots around this moment, and the card of each kind.

export { default as SlotProduction } from './slot-production.svelte';
