// All text of the page in German. The type says what is missing.

import type { Text } from '../en/index.ts';
import { care } from './care.ts';
import { contracts } from './contracts.ts';
import { diagnosis } from './diagnosis.ts';
import { explorer } from './explorer.ts';
import { faults } from './faults.ts';
import { files } from './files.ts';
import { foreign } from './foreign.ts';
import { frame } from './frame.ts';
import { glossary } from './glossary.ts';
import { log } from './log.ts';
import { look } from './look.ts';
import { network } from './network.ts';
import { networks } from './networks.ts';
import { notices } from './notices.ts';
import { overview } from './overview.ts';
import { parts } from './parts.ts';
import { produce } from './produce.ts';
import { progress } from './progress.ts';
import { proof } from './proof.ts';
import { quantity } from './quantity.ts';
import { rules } from './rules.ts';
import { settings } from './settings.ts';
import { things } from './things.ts';
import { tour } from './tour.ts';
import { transaction } from './transaction.ts';
import { validators } from './validators.ts';
import { wallet } from './wallet.ts';

export const de: Text = {
  care,
  diagnosis,
  explorer,
  faults,
  files,
  foreign,
  frame,
  glossary,
  later: { contracts },
  log,
  look,
  network,
  networks,
  notices,
  overview,
  parts,
  produce,
  progress,
  proof,
  quantity,
  rules,
  settings,
  things,
  tour,
  transaction,
  validators,
  wallet,
};
