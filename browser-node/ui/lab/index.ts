// What other screens show of the attack lab: the way to it.

export { default as LabLink } from './lab-link.svelte';
