// The wallet's screen and the account's history, which the address screen shows too.

export { default as AccountHistory } from './account-history.svelte';
export { default as WalletScreen } from './wallet-screen.svelte';
