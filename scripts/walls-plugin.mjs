/**
 * ESLint's own rule against named pieces of syntax, for Oxlint, which has none: the walls around the core are selectors.
 * Owns nothing.
 */
import { builtinRules } from 'eslint/use-at-your-own-risk';

export default {
  meta: { name: 'walls' },
  rules: { 'no-restricted-syntax': builtinRules.get('no-restricted-syntax') },
};
