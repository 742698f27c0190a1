// The host calls, in the order of their numbers. The prelude makes the requests, host-calls.ts answers them. A new one is
// another machine: the prelude names it, and the prelude is in the machine's hash.

export const hostOperations = [
  'get',
  'has',
  'set',
  'delete',
  'first',
  'next',
  'sender',
  'origin',
  'address',
  'amount',
  'height',
  'time',
  'chainId',
  'transfer',
  'call',
  'emit',
  'revert',
  'sha256',
  'verifySignature',
] as const;

export type HostOperation = (typeof hostOperations)[number];
