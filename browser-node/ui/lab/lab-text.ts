// The lab's text in the language that the page speaks. It comes with the lab's screen and not with the page, because few
// people open it. What a script says of a step is looked up by its English words.

import { type Language, languageNow } from '../words/index.ts';
import { lab as de } from '../words/text/de/lab.ts';
import { lab as en, type LabText } from '../words/text/en/lab.ts';
import { lab as es } from '../words/text/es/lab.ts';
import type { LabOutcome } from './attack-told.ts';

const texts: { readonly [L in Language]: LabText } = { en, de, es };

export const labText = (): LabText => texts[languageNow()];

/** Every rule that was named, from the outside in: `block-transaction: nonce-too-low` names two. */
export const ruleWords = (name: string): string => {
  const rules: Readonly<Record<string, string>> = labText().rules;
  const parts = name.split(': ').flatMap((part) => (Object.hasOwn(rules, part) ? [rules[part] ?? ''] : []));
  return parts.at(-1) ?? name;
};

/** What a step tries; a payment is looked up in two parts: `amount 0`, and where it was tried. */
export const tryWords = (what: string): string => {
  const { tries } = labText();
  const known = (part: string): string | undefined => (Object.hasOwn(tries, part) ? tries[part] : undefined);
  const comma = what.lastIndexOf(', ');
  const [payment, place] = [known(what.slice(0, comma)), known(what.slice(comma + 2))];
  return known(what) ?? (payment === undefined || place === undefined ? what : `${payment}, ${place}`);
};

export const ruleOf = (outcome: LabOutcome): string | undefined => {
  if (outcome.type === 'refused') return outcome.fault;
  return outcome.type === 'ignored' ? outcome.rule : undefined;
};
