// Making a network: presets, the form, its spec as a file, the welcome of newcomers.
// Amounts come with their symbol.

/** What the node says is allowed in a field, by its form; the replacement says it in another language. */
export type AllowedTexts = readonly (readonly [form: RegExp, says: string])[];

export const networks = {
  title: 'Make a network',
  about:
    'A network is its rules and its first accounts, together called its spec. Nothing of it can be changed later: another spec is another network. You invite others with a link.',
  loading: 'what this node can run',
  begin: 'Begin with',
  presets: {
    classroom: {
      title: 'Classroom',
      about: 'Proof of work, a block about every 10 seconds. Everyone mines; newcomers get 10 coins from you.',
    },
    'five-zeros': {
      title: 'Five zeros',
      about:
        'Proof of work to look at: a block’s id begins with five zeros, every 30 seconds, and only when a transaction waits.',
    },
    club: {
      title: 'Club',
      about:
        'Proof of authority, a block every 3 seconds. You name who makes blocks, in turn; an absent one is passed over.',
    },
    staked: {
      title: 'Staked',
      about:
        'Proof of stake, slots of 5 seconds. Whoever stakes coins is drawn to make blocks, as often as the stake is large.',
    },
  },
  fromFile: 'A spec from a file',
  inPlace: (name: string) => `The network of **${name}** stands in the place of the form.`,
  toForm: 'Back to the form',
  coin: 'Name and coin',
  name: 'Name',
  symbol: 'Symbol of the coin',
  symbolHint: 'Such as TAB',
  reward: 'Coins that a block brings its maker',
  rewardHint: '0 for none: then there are only the coins of the start',
  ownCoins: 'Your coins at the start',
  withWallet: 'With a [wallet that is open](#/wallet) you can have coins from the start, and give newcomers some.',
  others: 'Coins of others at the start',
  othersHint: 'One a line: an address and coins',
  blocks: (consensus: string) => `How blocks are made: ${consensus}`,
  consensus: { pow: 'proof of work', pos: 'proof of stake', poa: 'proof of authority' },
  secondsBetween: 'Seconds between blocks',
  secondsOfSlot: 'Seconds of a slot',
  fixed: 'The difficulty is fixed: a number of zeros that everybody can see',
  zeros: 'Zeros at the start of a block’s id',
  zerosHint: 'Each one more takes 16 times as long to find',
  follows: 'The difficulty follows whoever mines, so that blocks keep their pace.',
  onlyWhenWaiting: 'A block only when a transaction waits',
  needsAccount: 'This kind needs an account of yours in its spec. [Create or open your wallet](#/wallet) first.',
  youAreAdmin:
    'You are the admin and the first signer. Signers make blocks in turn; you can add and remove some later.',
  signers: 'Other signers',
  signersHint: 'One address a line',
  ownStake: 'Your stake in coins',
  stakes: 'Stakes of others',
  limits: 'Limits',
  settleDepth: 'Blocks on top until a block counts as final',
  kilobytes: 'Kilobytes of a full block',
  welcome: 'Welcome newcomers',
  welcomeCoins: 'Coins for each newcomer, from your account',
  welcomeHint: 'Empty for none. Once for each node, while this tab is open and its wallet unlocked',
  newcomersMax: 'Newcomers at most',
  welcomeAbout: 'For teaching: who wants can come under many names, until all is given out.',
  failed: 'The network was not made.',
  doing: 'Making it…',
  make: 'Make the network',
  cancel: 'Cancel',
  mustBe: (allowed: string) => `It must be ${allowed}.`,
  pathMustBe: (path: string, allowed: string) => `${path} must be ${allowed}.`,
  rightForm: 'of the right form',
  /** in English the node's own words stand */
  allowed: [] as AllowedTexts,
  lines: (begin: string) => `Write an address and coins in each line; “${begin}…” is something else.`,
  file: {
    title: 'The spec as a file',
    look: 'Look at it',
    save: 'Export',
    later: 'It can be seen here once every field is right.',
    bring: 'Import a spec',
    noSpec: 'This file holds no spec: it must be one JSON object.',
    notJson: 'This file is not JSON. Export a spec to see the form.',
  },
  given: {
    got: (coins: string, from: string) => `You got **${coins}** from ${from}, to begin with.`,
    see: 'See the payment',
    kept: 'This tab keeps it until you [create a wallet](#/wallet).',
    title: 'Newcomers are welcomed',
    offer: (coins: string, given: number, most: number) =>
      `Each newcomer gets **${coins}** from your account: ${given} of at most ${most} so far.`,
    paused: {
      'wallet-locked': 'Nobody gets any just now: your wallet is locked.',
      'no-wallet': 'Nobody gets any just now: there is no wallet here.',
      'no-coins': 'Nobody gets any just now: the account that pays does not have enough coins.',
      'given-out': 'All of it is given out.',
    },
    notEnded: 'The welcome was not ended.',
    end: 'End the welcome',
  },
};
