// What the screen knows and where it is: the view of the node and how it is kept fresh, one-off questions, the route,
// the page around it.

export { type AppContext, provideApp, useApp } from './app-context.ts';
export { type Asked, createAsked } from './asked.svelte.ts';
export {
  canKeepAwake,
  careSettings,
  keepAwake,
  lockLimit,
  lockMinutesChoices,
  savedLockMinutes,
} from './care-settings.ts';
export { createScreenClock } from './clock.svelte.ts';
export { createDoing } from './doing.svelte.ts';
export { followNode, passOnMs } from './follow-node.ts';
export { createLanguageSetting, firstLanguage } from './language-choice.svelte.ts';
export { joinLinkOf } from './join-link-of.ts';
export { loadPart } from './load-part.ts';
export { browserIdleWorld, lockWallet, lockWhenIdle } from './lock-when-idle.ts';
export { NodeView } from './node-view.svelte.ts';
export { createPage, type Page, type PageUpdate } from './page.ts';
export { miningSettings, restWhenHidden, savedTenths } from './rest-when-hidden.ts';
export { blockRefIn, heightIn, idIn, linkTo, soughtOf } from './route.ts';
export { createRouter } from './router.svelte.ts';
export { createTheme } from './theme.svelte.ts';
export { gather } from './gather.ts';
export { untilAtRest, whenIdle } from './when-idle.ts';
