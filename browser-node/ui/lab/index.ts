// What other screens show of the attack lab: the way to it, on networks that are for teaching.

export { default as LabLink } from './lab-link.svelte';
