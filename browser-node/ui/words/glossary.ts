// Technical terms and the one sentence that explains each, in the language of the page.
// A name that the glossary does not have is shown as it stands.

import { words } from './language.ts';
import type { Text } from './text/en/index.ts';

type TermName = keyof Text['glossary'];

interface GlossaryEntry {
  readonly name: string;
  /** one sentence */
  readonly text: string;
}

const isTerm = (name: string): name is TermName => Object.hasOwn(words().glossary, name);

export const glossaryEntry = (name: string): GlossaryEntry | undefined =>
  isTerm(name) ? words().glossary[name] : undefined;
