// The OpenRPC document of this node (https://spec.open-rpc.org), as `scripts/open-rpc.ts` made it from the one table of
// methods. Read when somebody asks for it. Owns nothing.

import { readFile } from 'node:fs/promises';

const file = new URL('./open-rpc.json', import.meta.url);

export const openRpcDocument = (): Promise<string> => readFile(file, 'utf8');
