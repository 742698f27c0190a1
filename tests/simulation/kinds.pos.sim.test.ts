/** The networks of the other simulations where stakers seal by lot. */
import { describe } from 'vitest';
import { testKind } from './kinds.ts';

describe('a network of the kind pos', () => {
  testKind('pos');
});
