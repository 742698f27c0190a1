// The version of this page, as package.json has it: shown to people and told to peers. A release changes it there and
// nowhere else.

import { version as packageVersion } from '../package.json';

export const version: string = packageVersion;
