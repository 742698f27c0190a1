// The screens: `mountApp({ target, provider, page: createPage(window) })`; and what is said when there is no node.

export { type AskPerson, createAskPerson } from './foreign/index.ts';
export { mountApp } from './mount-app.ts';
export { showPartMissing } from './part-missing.ts';
export { showNodeStopped, showStartFailure } from './start-failure.ts';
export { type PageUpdate, createPage, firstLanguage, loadPart, untilAtRest } from './state/index.ts';
