// The command line of one of our programs under fuzzing: a text is cut at its spaces, as a shell would, and either read or
// refused with the error that says so to a person. Any other error is a finding.

import { type FuzzTarget, textTarget } from './fuzz-target.ts';

interface ArgumentsRule {
  /** of the program, since the parsers have one name */
  readonly name: string;
  readonly decoder: (args: readonly string[]) => unknown;
  readonly Refusal: new () => Error;
  readonly samples: readonly string[];
  readonly lengthMax: number;
  readonly tokens: readonly string[];
}

export const argumentsTarget = ({ Refusal, ...rule }: ArgumentsRule): FuzzTarget =>
  textTarget({
    ...rule,
    decode: (text) => {
      try {
        rule.decoder(text.split(' ').filter((arg) => arg !== ''));
        return { text };
      } catch (error) {
        if (error instanceof Refusal) return undefined;
        throw error;
      }
    },
    encode: ({ text }) => text,
  });
