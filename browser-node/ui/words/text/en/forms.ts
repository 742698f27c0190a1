// English plurals and numbers, for the areas beside this file.
// What they are is in ../forms.ts.

import { formsOf } from '../forms.ts';

export const forms = formsOf('en');
