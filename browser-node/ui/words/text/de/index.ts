// All text of the page in German. The type says what is missing.

import type { Text } from '../en/index.ts';
import { foreign } from './foreign.ts';
import { glossary } from './glossary.ts';
import { look } from './look.ts';
import { notices } from './notices.ts';
import { progress } from './progress.ts';
import { quantity } from './quantity.ts';
import { settings } from './settings.ts';
import { tour } from './tour.ts';
import { wallet } from './wallet.ts';

export const de: Text = { foreign, glossary, look, notices, progress, quantity, settings, tour, wallet };
