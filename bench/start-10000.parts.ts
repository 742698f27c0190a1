// The parts of opening a stored chain, in the order in which the worker that opens it hands their times to the figure.
// Headers and bodies are what is read of them and checked; replay is the state from its snapshot up to the head.

export const startParts = ['database', 'headers', 'snapshot', 'replay', 'bodies', 'node'] as const;

export type StartPart = (typeof startParts)[number];
