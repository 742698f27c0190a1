// Gives this host another clock and another chance: it is 2099, time runs backwards, and Math.random gives one number.
// For a process or worker in which nothing else is done: nothing is put back. No Node, no browser in here.

export const setOtherClock = (): void => {
  let now = Date.UTC(2099, 5);
  const tick = (): number => (now -= 977);
  globalThis.Date = new Proxy(Date, {
    get: (date, name): unknown => (name === 'now' ? tick : Reflect.get(date, name)),
    construct: (date, args) => Reflect.construct(date, args.length === 0 ? [tick()] : args) as Date,
    apply: (date) => new date(tick()).toString(),
  });
  Math.random = () => 0.5;
};

/** How this host writes a number, a date and the place it is in: to be sure that it is another one. */
export const hostSays = (): string =>
  [new Date().getFullYear(), new Date(0).getHours(), (1234.5).toLocaleString(), Math.random() === Math.random()].join(
    ' ',
  );
