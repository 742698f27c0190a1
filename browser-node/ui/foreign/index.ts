// The question whether code of another origin may do what it asks for.

export { createAskPerson } from './ask-person.ts';
export type { AskPerson } from './foreign-call.ts';
