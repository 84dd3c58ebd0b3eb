/** Codes whose words are not the code itself with blanks. */
const IN_WORDS: Readonly<Record<string, string>> = {
  'support-at-home': 'support at home',
  community: 'getting out and about',
  'employment-costs': 'costs of employing people',
  aftercare: 'aftercare under the Mental Health Act',
  'facilities-grant': 'disabled facilities grant',
  agency: 'care agency',
  payroll: 'payroll service',
  hmrc: 'HMRC',
  other: 'other things',
  'top-up': 'top-up',
  wages: 'wages',
  invoice: 'a bill',
  'notice-pay': 'notice pay',
  redundancy: 'redundancy pay',
  'agreed-saving': 'agreed savings',
  contingency: 'emergencies',
};

/** "adult social care": a code as people say it, in the middle of a sentence. */
export const inWords = (code: string): string => IN_WORDS[code] ?? code.replaceAll('-', ' ');

/** "Adult social care" */
export const atTheStart = (words: string): string =>
  words.slice(0, 1).toUpperCase() + words.slice(1);

/** "one, two and three" */
export const listed = (items: readonly string[]): string =>
  items.length < 2
    ? items.join('')
    : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
