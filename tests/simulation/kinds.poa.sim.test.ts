/** The networks of the other simulations where signers seal by turn. */
import { describe } from 'vitest';
import { testKind } from './kinds.ts';

describe('a network of the kind poa', () => {
  testKind('poa');
});
