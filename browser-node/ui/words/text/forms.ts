// How a language counts and writes numbers: plurals, thousands, decimals and exact times by the browser's own tables
// (Intl). Each language's areas take theirs from its `forms.ts`.

/** A noun by plural category; `other` serves for those that a language does not tell apart. */
export type Nouns = { readonly [C in Intl.LDMLPluralRule]?: string } & { readonly other: string };

export interface Forms {
  /** `12,345` */
  readonly number: (value: number) => string;
  /** with exactly so many decimals, without marks between thousands */
  readonly fixed: (value: number, digits: number) => string;
  /** ms since 1970: the day and the time to the second, in this place's zone */
  readonly exact: (time: number) => string;
  /** the noun alone, as it stands beside that count */
  readonly plural: (count: number, nouns: Nouns) => string;
  /** `1 peer`, `3 peers` */
  readonly counted: (count: number, nouns: Nouns) => string;
  /** the same for an amount in digits, which may be too long for a number */
  readonly amount: (digits: string, nouns: Nouns) => string;
  /** `3 days`: units of calendars, which have no sign that all languages read */
  readonly spans: Spans;
}

export type LongUnit = 'day' | 'month' | 'year';

export type Spans = { readonly [U in LongUnit]: (count: number) => string };

/** The last ms that a Date knows (ECMA-262, section 21.4.1.1); what peers and records claim may be greater. */
const dateMsMax = 8.64e15;

export const formsOf = (locale: string): Forms => {
  // Made when first used: all are slow to make, and the first paint shows neither a count nor a time.
  let rules: Intl.PluralRules | undefined;
  let whole: Intl.NumberFormat | undefined;
  let moment: Intl.DateTimeFormat | undefined;
  const momentForm = (): Intl.DateTimeFormat =>
    (moment ??= new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }));
  const withDigits = new Map<number, Intl.NumberFormat>();
  const fixedBy = (digits: number): Intl.NumberFormat => {
    const known = withDigits.get(digits);
    if (known !== undefined) return known;
    const form = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
    const made = new Intl.NumberFormat(locale, form);
    withDigits.set(digits, made);
    return made;
  };
  const number = (value: number): string => (whole ??= new Intl.NumberFormat(locale)).format(value);
  const plural = (count: number, nouns: Nouns): string =>
    nouns[(rules ??= new Intl.PluralRules(locale)).select(count)] ?? nouns.other;
  const span =
    (unit: LongUnit) =>
    (count: number): string =>
      count.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return {
    number,
    fixed: (value, digits) => fixedBy(digits).format(value),
    exact: (time) => momentForm().format(Math.min(time, dateMsMax)),
    plural,
    counted: (count, nouns) => `${number(count)} ${plural(count, nouns)}`,
    amount: (digits, nouns) => `${digits} ${plural(Number(digits), nouns)}`,
    spans: { day: span('day'), month: span('month'), year: span('year') },
  };
};
