// All text of the page in German. The type says what is missing.

import type { Text } from '../en/index.ts';
import { care } from './care.ts';
import { explorer } from './explorer.ts';
import { faults } from './faults.ts';
import { files } from './files.ts';
import { foreign } from './foreign.ts';
import { frame } from './frame.ts';
import { glossary } from './glossary.ts';
import { look } from './look.ts';
import { notices } from './notices.ts';
import { overview } from './overview.ts';
import { parts } from './parts.ts';
import { progress } from './progress.ts';
import { quantity } from './quantity.ts';
import { settings } from './settings.ts';
import { tour } from './tour.ts';
import { transaction } from './transaction.ts';
import { validators } from './validators.ts';
import { wallet } from './wallet.ts';

export const de: Text = {
  care,
  explorer,
  faults,
  files,
  foreign,
  frame,
  glossary,
  look,
  notices,
  overview,
  parts,
  progress,
  quantity,
  settings,
  tour,
  transaction,
  validators,
  wallet,
};
