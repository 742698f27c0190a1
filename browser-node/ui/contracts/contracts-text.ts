// The text of the contracts' screens in the language that the page speaks. The English one comes with these screens and not
// with the page; those of other languages are in their language.

import type { ContractJson } from '../../../shared/provider/index.ts';
import { words } from '../words/index.ts';
import { contracts as english, type ContractsText } from '../words/text/en/contracts.ts';

export const contractsText = (): ContractsText => words().later?.contracts ?? english;

/** A value of a contract as a person reads it: a text without its quotes. */
export const shownValue = (value: ContractJson): string =>
  value === null ? contractsText().nothing : typeof value === 'string' ? value : JSON.stringify(value);
