// The small parts that screens are put together from. Those that bring a library with them (tab-set, whole-screen) are
// imported by their own names: the frame imports this index, and what is in it comes before the first paint.

export { default as AddressInput } from './address-input.svelte';
export { default as Answered } from './answered.svelte';
export { default as ChoiceList } from './choice-list.svelte';
export { default as CopyButton } from './copy-button.svelte';
export { default as EmptyNote } from './empty-note.svelte';
export { default as FaultNote } from './fault-note.svelte';
export { default as Icon } from './icon.svelte';
export { default as Identicon } from './identicon.svelte';
export { default as IdText } from './id-text.svelte';
export { default as LightNote } from './light-note.svelte';
export { default as LoadingLines } from './loading-lines.svelte';
export { default as LogLine } from './log-line.svelte';
export { default as PathBadge } from './path-badge.svelte';
export { default as ProofOffer } from './proof-offer.svelte';
export { default as QrCode } from './qr-code.svelte';
export { default as RawBytes } from './raw-bytes.svelte';
export { default as RawJson } from './raw-json.svelte';
export { default as RuleList } from './rule-list.svelte';
export { default as SortHeader } from './sort-header.svelte';
export { createSorting } from './sorting.ts';
export { default as TimeAgo } from './time-ago.svelte';
export { default as TxProgressLine } from './tx-progress-line.svelte';
export { default as TxSummary } from './tx-summary.svelte';
export { default as TxTable } from './tx-table.svelte';
export { default as Worded } from './worded.svelte';
