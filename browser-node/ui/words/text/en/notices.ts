// What the page itself has to say above every screen: a newer build, nobody to be reached.
// The block is named by its height; `ago` comes from agoText.

export const notices = {
  update: '**A newer version of this page is ready.** Load it when it suits you; nothing that you have here is lost.',
  updateAct: 'Load the newer page',
  updateLater: 'Later',
  offline: (height: number, ago: string) =>
    `**Nobody can be reached.** What you see is your own copy of the chain, up to block ${height} (${ago}). It goes on by itself as soon as others are there; [Network](#/network) shows what was tried.`,
  lostTouch: 'This page has lost touch with its node.',
  mayBeOld: 'What you see may be old.',
  reload: 'Reload the page',
  closeThis: 'Close this message',
  done: (done: number, total: number) => `${done} of ${total}`,
  notANode: 'This tab is not a node now.',
  tryAgain: 'Try again',
  missing: {
    node: {
      title: 'Your node has not started.',
      text: 'Its part of this page could not be loaded; most likely the relay that serves the page is away. Try again when it is back.',
    },
    network: {
      title: 'Your node reaches nobody yet.',
      text: 'The part of this page that speaks to other nodes could not be loaded; most likely the relay that serves the page is away. What is stored in this tab can be used meanwhile. Try again when the relay is back.',
    },
    files: {
      title: 'Files cannot be opened yet.',
      text: 'The part of this page for files could not be loaded; most likely the relay that serves the page is away. Everything else works meanwhile. Try again when the relay is back.',
    },
  },
  stopped: (why: string) => `The node stopped: ${why}. Reload the page.`,
  noReason: 'unknown reason',
};
