// What the page itself has to say above every screen: a newer build, nobody to be reached.
// The block is named by its height; `ago` comes from agoText.

export const notices = {
  update: '**A newer version of this page is ready.** Load it when it suits you; nothing that you have here is lost.',
  updateAct: 'Load the newer page',
  updateLater: 'Later',
  offline: (height: number, ago: string) =>
    `**Nobody can be reached.** What you see is your own copy of the chain, up to block ${height} (${ago}). It goes on by itself as soon as others are there; [Network](#/network) shows what was tried.`,
};
