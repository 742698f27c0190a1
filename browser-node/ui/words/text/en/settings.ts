// Settings and care: language and theme, storage, rules for producing, the wallet's lock, beginning anew.
// Sizes come with their unit.

import { forms } from './forms.ts';

export const settings = {
  title: 'Settings',
  chooseFull: 'Choose full under Settings',
  look: 'Language and theme',
  storage: {
    title: 'What this browser keeps',
    about: 'Chain, wallet, identity and settings are stored in this browser and nowhere else.',
    chain: 'The [chain](?chain)',
    used: 'All together',
    room: 'Room that the browser gives',
    promise: 'Promise to keep it',
    promised: 'Given',
    notPromised: 'Not given',
    promisedAbout: 'Only you can delete it: in the settings of the browser, or below.',
    notPromisedAbout:
      'When space runs short, or after some weeks without a visit, this browser may delete all of it. Back up your wallet; the chain comes back from others.',
    ask: 'Ask the browser to keep it',
    refused:
      'The browser has not promised it. Installing the page, or visiting it more often, changes that in most browsers.',
    cannotAsk: 'A page that was opened without https cannot ask for that promise.',
  },
  producing: {
    title: 'Rules for producing',
    about: 'They hold once you have started it under [Produce](#/produce); nothing starts by itself.',
    share: (percent: number) => `How much of this machine: ${percent} %`,
    percent: (percent: number) => `${percent} percent`,
    failed: 'The share was not changed.',
    rest: 'Pause while this tab is hidden',
    awake: 'Keep the screen on meanwhile ([wake lock](?wakeLock))',
  },
  lock: {
    title: 'Lock of the wallet',
    after: 'Lock it when nobody has touched the page for',
    never: 'Never by itself',
    minutes: (n: number) => forms.counted(n, { one: 'minute', other: 'minutes' }),
    about: 'A locked wallet still receives. Paying and signing need the passphrase again.',
  },
  reset: {
    title: 'Begin anew',
    about: 'Deletes all that this browser keeps of this page: chains, wallet, contacts, settings.',
    open: 'Delete everything…',
    warn: 'The chains come back from others when you join again. Close other tabs of this page first.',
    warnWallet:
      '**Your wallet is deleted too.** Only your words or a backup file bring it back. Close other tabs of this page first.',
    understood: 'I have what I need, and want it gone',
    confirm: 'Delete everything',
    keep: 'Keep it',
  },
  glossary: {
    title: 'Terms',
    open: (n: number) => `${n} terms and what they mean`,
  },
};
