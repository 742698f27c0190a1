// Faults and alarms in plain sentences: what to do, and why it happened where the node's own message says less. Keys are the
// names that the node gives.

const sendAgain = 'Send it again; the wallet takes the next number by itself.';
const copyAgain = 'Copy the address again from where you got it and paste it whole.';
const getCoins = 'Get coins first: mine some, or ask someone to send you some.';
const showToMaker = 'Try again. If it stays, open the log under Network and show it to whoever runs the network.';

const byName = {
  'address-prefix': { why: 'That is not an address of Tabchain: those begin with tab1.', todo: copyAgain },
  'address-checksum': { why: 'The address has a typo: its check letters do not fit the rest.', todo: copyAgain },
  'address-length': { why: 'The address is too short or too long.', todo: copyAgain },
  'amount-unreadable': { why: 'The amount is not a number of coins.', todo: 'Write digits only, as in 12.5.' },
  'amount-zero': { why: 'An amount of 0 moves nothing.', todo: 'Write more than 0.' },
  'amount-overflow': { why: 'Amount and fee together are more than can exist.', todo: 'Write a smaller amount.' },
  'amount-over-balance': {
    why: 'The account does not hold the amount, the fee and what is on its way already.',
    todo: 'Send less, or get more coins first: mine some, or ask someone to send you some.',
  },
  'sender-unknown': {
    why: 'The account has never received a coin, so it can neither pay nor write.',
    todo: getCoins,
  },
  'recipient-not-account': {
    why: 'That address is a contract, and coins are sent to accounts.',
    todo: 'Use an address that begins with tab1.',
  },
  'recipient-overflow': { why: 'The recipient cannot hold that many more coins.', todo: 'Send less.' },
  'record-empty': { why: 'The record holds nothing.', todo: 'Write at least one character.' },
  'file-cid-malformed': { why: 'That is not the content id of a file.', todo: 'Copy the whole of it again.' },
  'file-name-invalid': {
    why: 'The name is empty or has signs that a file name must not have.',
    todo: 'Rename the file.',
  },
  'file-size-out-of-range': { todo: 'Choose a file that is not empty.' },
  'file-media-type-invalid': { todo: 'Leave the media type out: it is found by itself.' },
  'quota-full': {
    why: 'There is no room for it below the limit that you have set. Nothing else was lost.',
    todo: 'Raise the limit under Files, or stop keeping something there.',
  },
  'disk-full': {
    why: 'The browser gives this page no more room on the disk. What had come of it was given back, and nothing else was lost.',
    todo: 'Stop keeping something under Files, or free some disk space.',
  },
  'storage-failed': {
    why: 'The disk could not be read or written. What was whole before still is.',
    todo: 'Free some disk space and try again.',
  },
  'file-too-large': {
    why: 'It is larger than the limit that you have set for files, or than one call may read.',
    todo: 'Raise the limit under Files and try again.',
  },
  'content-refused': {
    why: 'What came is not what was promised, so it was not taken.',
    todo: 'Ask whoever shared it to share it again.',
  },
  'no-holder': {
    why: 'Nobody who has it is linked now.',
    todo: 'Keep this tab open: it comes as soon as somebody who has it is linked.',
  },
  'file-cancelled': { why: 'It was cancelled.', todo: 'Open it again if you want it.' },
  'not-a-file': {
    why: 'That is not a file or folder that this node can open.',
    todo: 'Compare its content id with where you got it.',
  },
  'too-many-transfers': { why: 'Too many files are under way.', todo: 'Wait for one, or cancel one.' },
  'files-not-ready': { why: 'The files of this network are not ready yet.', todo: 'Try again in a moment.' },
  'transaction-too-large': { todo: 'Shorten it.' },
  'transaction-form': { todo: 'Copy all of its bytes again.' },
  'kind-not-active': { todo: 'Use another kind.' },
  'wrong-chain': { todo: 'Switch to that network, or sign it again here.' },
  'gas-below-intrinsic': { todo: 'Raise the gas limit.' },
  'gas-over-block': { todo: 'Lower the gas limit.' },
  'signature-invalid': { todo: 'Sign it again with the key of the sender.' },
  expired: { why: 'The height until which it was valid has passed.', todo: sendAgain },
  'nonce-too-low': { why: 'Another transaction of this account took its number.', todo: sendAgain },
  'nonce-too-high': { why: 'An earlier transaction of this account is missing.', todo: sendAgain },
  replaced: { why: 'Another transaction of this account took its place.', todo: 'Look at that one instead.' },
  'already-known': { todo: 'Wait for the next block: it is on its way.' },
  'replacement-underpriced': { todo: 'Wait until the first one is in a block, then send this one.' },
  'mempool-full': { why: 'Too many transactions wait already.', todo: 'Try again after the next blocks.' },
  'passphrase-wrong': {
    why: 'The passphrase does not open this wallet.',
    todo: 'Type it again; capitals count. If you forgot it, import your words with a new passphrase.',
  },
  'mnemonic-length': { todo: 'Count the words and add what is missing or remove what is too much.' },
  'mnemonic-word-unknown': { todo: 'Compare that word with your note.' },
  'mnemonic-checksum': { todo: 'Compare the words with your note, in order.' },
  'backup-unreadable': { todo: 'Choose the file again, or paste the whole of its text.' },
  'backup-version': { todo: 'Then import it again.' },
  'accounts-full': { todo: 'Use one of the accounts that are there.' },
  'label-too-long': { todo: 'Shorten it.' },
  'account-unknown': { todo: 'Choose one of your own accounts.' },
  'link-unreadable': {
    why: 'The link is not whole, or it is not a Tabchain link.',
    todo: 'Copy the whole link again, from the first letter to the last.',
  },
  'link-spec': { todo: 'Ask whoever made the link for a new one.' },
  'address-invalid': { todo: 'Copy it whole from the other node, where it stands under “Its addresses”.' },
  'no-wallet': { why: 'This browser has no wallet yet.', todo: 'Create one, or import yours, under Wallet.' },
  'not-reachable': {
    todo: 'Check the address, and that the other side runs and is reachable from this network.',
  },
  'light-mode': { todo: 'It takes no reload, and the wallet stays as it is.' },
  jailed: { todo: 'Wait for that block; what was left of the stake comes back then.' },
  'validators-full': { todo: 'Stake more, or wait until a seat is free.' },
  'amount-over-stake': { todo: 'Take back less.' },
  'last-stake': { todo: 'Leave at least one base unit, or wait until somebody else stakes.' },
  'unbonding-full': { todo: 'Wait until the first of them is back.' },
  'signers-nothing': { todo: 'Name a signer to add or to remove.' },
  'signer-twice': { todo: 'Name each signer once.' },
  'not-admin': { todo: 'Ask the admin; it is named beside the signers.' },
  'signer-known': { todo: 'Look at the list and at what waits in it.' },
  'signer-unknown': { todo: 'Look at the list and at what waits in it.' },
  'signers-empty': { todo: 'Add another signer first.' },
  'signers-full': { todo: 'Remove one first.' },
  'signers-pending-full': { todo: 'Wait until some of them are in force.' },
  'admin-unchanged': { todo: 'Name somebody else.' },
  'evidence-form': { todo: 'Copy both headers whole.' },
  'evidence-not-double': { todo: 'Both must be of one key and one slot, and differ.' },
  'evidence-chain': { todo: 'Report it in the network that they are from.' },
  'evidence-expired': { todo: 'It cannot be reported any more.' },
  'evidence-known': { todo: 'Nothing is left to do: it was reported.' },
  'evidence-harmless': { todo: 'Nothing can be taken from that key.' },
  'proof-not-found': { todo: 'Wait for a link to another tab, then try again; Network shows who is linked.' },
  'not-on-chain': { todo: 'Look for the block by its height instead.' },
};

/** A language without a `why` lets the node's own message stand, which is English and has the numbers that matter. */
type ByName = { readonly [Name in keyof typeof byName]: { readonly why?: string; readonly todo: string } };

export const faults = {
  /** by the name of the rule that refused, of the param's fault or of the reason why it is not possible now */
  byName: byName as ByName,
  code: {
    mustBe: (path: string, expected: string) => `“${path}” must be ${expected}.`,
    wrongParams: 'Correct it and try again.',
    noSuchMethod: 'Reload the page: it may be older than what it talks to.',
    internal: showToMaker,
    ruleRefused: 'Change what the rule refuses and try again.',
    personRefused: { why: 'It was not confirmed.', todo: 'Ask again and confirm it if you want it.' },
    notFound: 'Check the number or id, and whether this tab is in sync and on the right network.',
    notPossibleNow: 'Try again in a moment.',
    walletLocked: { why: 'Your wallet is locked.', todo: 'Unlock it under Wallet and try again.' },
    noNetwork: { why: 'This tab has joined no network.', todo: 'Open a join link, or paste one under Network.' },
  },
  ownFault: 'Something in this page went wrong.',
  nodeSays: (reason: string) => `The node says: ${reason}.`,
  /** the node's own message, which is English, where there are no words for it */
  ownMessage: (message: string) => message,
  alarms: {
    'storage-failed':
      'This browser could not save the chain, so the node in this tab stopped. Nothing you sent is lost: other nodes have it. Reload the page; if it happens again, close other tabs or free some disk space.',
    'storage-full':
      'The disk space that this browser gives to the page is used up, so the node in this tab stopped. Free some space, then reload. Other nodes keep the chain.',
    'storage-read-only':
      'This browser does not let the page write to the disk, so the node in this tab stopped. Check that the disk is not full or write-protected, then reload.',
    'storage-lost':
      'The browser has lost its database several times, so the node in this tab stopped. Reload the page; if it happens again, restart the browser.',
    'storage-closed':
      'The browser or another tab has closed the database of this tab, so its node stopped. Reload the page.',
    'storage-newer':
      'A newer version of this page is open in another tab and has changed the database, so the node in this tab stopped. Reload this page to get it too.',
    'storage-blocked':
      'Another tab of this browser holds the database and does not answer. Close the other tabs of this page, then reload.',
    'storage-missing':
      'This browser does not let the page store anything, so the node could not start. Use another window.',
    'storage-emptied':
      'This browser has deleted blocks that this tab had saved. It fetches them again from the others. Back up your wallet under Wallet.',
    'storage-not-kept':
      'This browser window keeps nothing: the chain and the wallet are gone when you close this tab. Back up your wallet under Wallet.',
    'storage-evicted':
      'This browser has deleted the chain and the wallet of this page. Other nodes have the chain, and it is fetched again. Restore the wallet from your words or your backup file.',
    'storage-evicted-chain':
      'This browser has deleted the chain that this page had saved. It is fetched again from the others; there was no wallet to lose. Reload the page if no blocks come.',
    'storage-locked':
      'Another program holds the database of this node. Close it, or name another data folder, then reload.',
    'storage-taken':
      'While this tab was asleep, another tab of this browser took its place, so the node in this tab stopped. Reload the page to go on with a place of its own.',
    'wallet-not-backed-up':
      'Coins have come to a wallet that is not backed up. If this browser clears its data, they are gone for ever. Back up the wallet now: check your words, or save a backup file.',
    'contracts-unsteady':
      'This tab failed several times while it ran contracts. Each was run again, and no block was judged by it. Close other tabs that take much memory, or reload the page.',
    'contracts-failed':
      'This tab could not run a contract, so its node stopped. No block was judged by it, and what was saved is safe. Close other tabs that take much memory, then reload the page.',
    'node-failed':
      'The node in this tab stopped because of a mistake in Tabchain itself. What was saved is safe. Reload the page; if it happens again, open the log under Network and show it to whoever runs the network.',
    'apart-heavier':
      'A part of this network has been on a chain of its own for so long that neither side follows the other by itself. This tab is on the heavier chain and goes on. What is paid on the other one does not count here: tell those who are on it. The log under Network names the block where the chains part.',
    'apart-lighter':
      'A part of this network has been on a chain of its own for so long that neither side follows the other by itself. The other chain weighs more, as its nodes show or say. Ask the others which one they are on; to follow the other one, remove this network here and join again by a link from there. The log under Network names the block where the chains part.',
    'other-tab': 'Another tab of this browser uses the same place in storage. Close one of the two and reload.',
  },
  jobs: { sync: 'Fetching the chain and checking every block' },
  choices: {
    reload: 'Reload the page',
    dismiss: 'Close this message',
    'back-up': 'Back up now',
    restore: 'Restore the wallet',
  },
};
