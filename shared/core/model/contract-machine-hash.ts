// The contract machine of this version, as a chain spec names it: SHA-256 over the SHA-256 of the metered binary, of the
// prelude, and of the limits and prices (contracts/machine.ts).
// A network of another machine needs another version of the software; a network with zeros here has no contracts.

import type { Hex32 } from './address.ts';

export const contractMachineHash: Hex32 = '4bf5993bf05e472f534eed41a0b331baafb24a85d84cfbf131b9280f752f33b8';
