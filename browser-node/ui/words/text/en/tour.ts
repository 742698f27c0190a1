// The tour of five steps for somebody who is here for the first time.
// Each step is told beside the screen that it is about.

export const tour = {
  title: 'A tour of five steps',
  offer: '**New here?** Five short steps show what this tab is and what you can do with it.',
  begin: 'Take the tour',
  skip: 'No, thanks',
  step: (step: number, of: number) => `Step ${step} of ${of}`,
  next: 'Next',
  back: 'Back',
  end: 'End the tour',
  done: 'Done',
  node: {
    title: 'This tab is a node',
    text: 'It fetches every [block](?block) from other tabs and checks each by itself; there is no server to believe. The bar above says how high the [chain](?chain) is and how many [peers](?peer) you have.',
  },
  wallet: {
    title: 'Your wallet holds your keys',
    text: 'Make one with a [passphrase](?passphrase) and write its words down. Then your address appears, others can pay you, and you can pay them.',
  },
  produce: {
    title: 'Blocks are made by tabs like yours',
    text: 'Start it here when you like, and stop it when you like. On a [proof of work](?pow) network whoever finds a block gets new coins for it.',
  },
  blocks: {
    title: 'Nothing is hidden',
    text: 'Every block and [transaction](?transaction) can be opened: who paid whom, which rules were checked, which bytes were signed. What waits is in the [mempool](?mempool).',
  },
  network: {
    title: 'Bring others in',
    text: 'Show the QR code or send the link: whoever opens it runs a node too. A network grows by a second tab, a phone, a class.',
  },
};
