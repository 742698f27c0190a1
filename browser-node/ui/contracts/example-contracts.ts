// The contracts that come with the page, to begin from: their names, what each is for, and their code, a file beside the
// page that is fetched when it is chosen.

export const exampleContracts = [
  { name: 'counter', about: 'Anyone may count on.' },
  { name: 'token', about: 'A coin of your own, to hand out and to pay with.' },
  { name: 'vote', about: 'One question, one vote for each account.' },
  { name: 'escrow', about: 'Coins wait until the buyer is content.' },
  { name: 'auction', about: 'The highest bid wins, the others get their coins back.' },
  { name: 'names', about: 'A name for an address, first come, first served.' },
  { name: 'dice', about: 'A game of chance, and why chance is hard on a chain.' },
  { name: 'pulse', about: 'A register of pulse rates, for a class.' },
] as const;

export type ExampleName = (typeof exampleContracts)[number]['name'];

/** Relative to the page, wherever it lies. */
export const fetchExample = async (name: ExampleName): Promise<string> => {
  const answer = await fetch(`./contracts/${name}.js`);
  if (!answer.ok) throw new Error(`The example ${name} is not beside this page.`);
  return answer.text();
};
