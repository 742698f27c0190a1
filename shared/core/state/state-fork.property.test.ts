// A fork of a state goes its own way: what is adopted there is what the state itself would have become, and until its
// outcome is adopted the state stays as it was.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createState, type State, type StateChange } from './index.ts';

const keys = Array.from({ length: 12 }, (_, index) => `a${index.toString(16).padStart(64, '0')}`);
const value = fc.option(fc.uint8Array({ minLength: 1, maxLength: 6 }), { nil: undefined });
const batch = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6, noNullPrototype: true });

const adopt = (state: State, wanted: Readonly<Record<string, Uint8Array | undefined>>): void => {
  const changes = Object.entries(wanted).map(([key, after]): StateChange => ({ key, before: state.get(key), after }));
  state.adopt(state.preview(changes));
};

const contentOf = (state: State) => [state.root(), state.size(), new Map(state.entries())] as const;

test('a fork becomes what the state would have become', () => {
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 3 }), fc.array(batch, { maxLength: 5 }), (before, after) => {
      const [origin, alone] = [createState([]), createState([])];
      for (const changes of before) for (const state of [origin, alone]) adopt(state, changes);
      const start = contentOf(origin);
      const fork = origin.fork();
      for (const changes of after) for (const state of [fork, alone]) adopt(state, changes);
      expect(contentOf(fork)).toEqual(contentOf(alone));
      expect(contentOf(origin)).toEqual(start);
      origin.adopt(fork.outcome());
      expect(contentOf(origin)).toEqual(contentOf(alone));
      expect(createState(origin.entries()).root()).toBe(origin.root());
    }),
  );
});
