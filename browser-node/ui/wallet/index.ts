// What of the wallet other screens show too: the account's history.

export { default as AccountHistory } from './account-history.svelte';
