// The producer's screen, and what the consensus says of a block in sentences that a person who never saw a blockchain can
// follow. Where blocks are made in slots, more is in validators.ts.

import { forms } from './forms.ts';

const zeros = (count: number): string => (count === 1 ? 'one zero' : `${forms.number(count)} zeros`);

export const produce = {
  title: 'Produce',
  mineHere: 'Mine in this tab',
  makeHere: 'Make blocks in this tab',
  mining: 'Mining',
  making: 'Making blocks',
  resting: 'Resting',
  share: (percent: number) => `How much of this machine: ${percent} %`,
  percent: (percent: number) => `${percent} percent`,
  shareHint: 'More finds more blocks, and makes the machine warmer and its battery emptier.',
  byAccount:
    'Blocks are sealed by your account: the wallet stays unlocked, and this tab makes a block when its turn comes.',
  noWallet:
    'Without a wallet this tab keeps the rewards under a key of its own, and hands them over as soon as you [create one](#/wallet).',
  unsafe:
    'Your wallet is not backed up: if this browser clears its data, all that is mined into it is gone. Check your words or save a backup file first. What this tab has mined for itself goes to the wallet then.',
  notChanged: 'Mining was not changed.',
  notStarted: 'Mining did not start.',
  lightTitle: 'Not in light mode',
  lightText: 'Whoever makes a block has to know what is in all blocks before it. In full mode this tab does.',
  stopMining: 'Stop mining',
  stopMaking: 'Stop making blocks',
  startMining: 'Start mining',
  startMaking: 'Start making blocks',
  backUp: 'Back up your wallet',
  rest: 'Pause while this tab is hidden',
  brings: 'What it brings',
  hashRate: 'Hash rate',
  nextSlot: 'Your next slot',
  produced: 'Blocks produced',
  rewards: 'Rewards go to',
  toTabUntilBackup: 'this tab, until your wallet is backed up',
  toLocked: 'your wallet, which may stay locked for that',
  toTab: 'this tab, until there is a wallet',
  newest: 'The newest blocks, in words',
  block: (height: number) => `Block ${height}`,
  about: 'What mining here is and is not',
  asked:
    'Mining here is asked for and never automatic: it begins with the button above and ends with it, or when you close the tab.',
  noValue:
    'Do not use a network that anyone may mine for money of value: a program that runs outside of a browser outruns every tab, and whoever outruns all others together can rewrite the newest blocks.',
  facts: {
    beginning: 'Beginning',
    beginningText: 'Nobody made it: it follows from the spec of the network.',
    work: 'Work',
    workText: (count: number, more: number, id: string, target: string) =>
      `Its id begins with ${zeros(count)}${more > 0 ? `, ${zeros(more)} more than it had to` : ''}. Read as a number, ${id} is below the target ${target}, and only that was asked.`,
    hard: 'How hard',
    hardText: (hashes: number) => `One hash in ${forms.number(hashes)} is so small: its maker tried about as many.`,
    turn: 'Turn',
    madeIn: (slot: number, missed: number) => `Made in slot ${slot}${missedText(missed)}.`,
    signerIn: (signer: number, signers: number, slot: number, missed: number) =>
      `Signer ${signer} of ${signers}, slot ${slot}${missedText(missed)}.`,
    draw: 'Draw',
    won: (slot: number, empty: number) => `Won slot ${slot}${emptyText(empty)}.`,
    whyWon: 'Why it won',
    whyWonText: (drawn: string, threshold: string) =>
      `Its maker drew ${drawn}, which is below ${threshold}: its share of all coins at stake.`,
  },
};

/** The slots between a block and its parent that stayed empty; nothing where none did. Somebody's turn was missed. */
function missedText(missed: number): string {
  if (missed <= 0) return '';
  return missed === 1 ? ', one slot was missed before' : `, ${missed} slots were missed before`;
}

/** Where lots are drawn, it may be that nobody won them. */
function emptyText(empty: number): string {
  if (empty <= 0) return '';
  return empty === 1 ? ', one slot before it stayed empty' : `, ${empty} slots before it stayed empty`;
}
