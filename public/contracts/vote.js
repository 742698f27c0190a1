// A vote among listed people: one voice each, until the time is over; a voice may be changed while it runs.

export function init(question, choices, voters, hours = 24) {
  if (choices.length < 2) revert('a vote has at least two choices');
  storage.set('vote', { question, choices, until: context.time + hours * 3600000, by: context.sender });
  for (const voter of voters) storage.set('v ' + voter.slice(-58), { choice: null });
}

export function cast(choice) {
  const { choices, until } = storage.get('vote');
  if (context.time > until) revert('the vote is over');
  const index = choices.indexOf(choice);
  if (index < 0) revert('not one of the choices');
  const key = 'v ' + context.sender.slice(-58);
  const voice = storage.get(key);
  if (voice === undefined) revert('not on the list');
  storage.set(key, { choice: index });
  emit('cast', { voter: context.sender, changed: voice.choice !== null });
}

export function result() {
  const { question, choices, until } = storage.get('vote');
  const counts = choices.map(() => 0);
  let open = 0;
  for (const [, { choice }] of storage.entries('v ')) {
    if (choice === null) open++;
    else counts[choice]++;
  }
  return { question, counts: choices.map((choice, i) => [choice, counts[i]]), open, over: context.time > until };
}
