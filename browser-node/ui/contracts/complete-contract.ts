// Completion in the editor: after a dot the parts of what stands before it, elsewhere the names of a contract's world.
// JavaScript's own words and the names of the module itself come from the language. Pure.

import type { Completion, CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { DeclaredName } from './contract-names.ts';

/** Where no name of code is written. */
const silent: ReadonlySet<string> = new Set(['String', 'TemplateString', 'LineComment', 'BlockComment', 'RegExp']);

const shown = ({ name, kind, signature, about }: DeclaredName): Completion => ({
  label: name,
  type: kind,
  detail: signature.length > 44 ? `${signature.slice(0, 43)}…` : signature,
  ...(about === '' ? {} : { info: about }),
});

export const completeContract = (names: readonly DeclaredName[]): CompletionSource => {
  const world = names.filter(({ of }) => of === undefined).map(shown);
  return (context: CompletionContext): CompletionResult | null => {
    if (silent.has(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
    const part = context.matchBefore(/(?<![\w$.])[A-Za-z_$][\w$]*\.[\w$]*/);
    if (part !== null) {
      const [holder = '', begun = ''] = part.text.split('.');
      const parts = names.filter(({ of }) => of === holder).map(shown);
      return parts.length === 0 ? null : { from: part.to - begun.length, options: parts, validFor: /^[\w$]*$/ };
    }
    const word = context.matchBefore(/(?<![\w$.])[A-Za-z_$][\w$]*/);
    if (word === null && !context.explicit) return null;
    if (context.matchBefore(/\.[\w$]*/) !== null) return null;
    return { from: word?.from ?? context.pos, options: world, validFor: /^[\w$]*$/ };
  };
};
