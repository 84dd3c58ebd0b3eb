// Whom a line names. Banks write names in capitals, cut them off, leave first names as a letter and
// put their own words around them; people write them as they like.

/** A name, or a bank's text, as words: capitals, accents, marks and blanks do not count. */
export interface Words {
  readonly all: readonly string[];
  /** Those that tell one name from another; of a bank's text, all that might. */
  readonly telling: readonly string[];
  readonly distinct: ReadonlySet<string>;
  readonly spaced: string;
  /** Without the blanks. */
  readonly joined: string;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** They stand in many names and name nobody. */
const EMPTY = set('the and ltd limited plc llp cic mrs miss');

/** What banks write around a name. */
const OF_BANKS = set(
  'fpo fpi fps bgc bacs dd ddr dpc so sto tfr trf bp bbp chq pos deb cpt cd card payment paymnt ' +
    'payments purchase faster transfer direct debit credit standing order bill to from via on at by ' +
    'mobile online app contactless visa mastercard ref reference inv invoice gb gbr uk mandate no ' +
    'bank giro sent received pymt pmt mr ms dr co jan feb mar apr may jun jul aug sep oct nov dec',
);

const SHORTEST_TELLING = 3;

export function wordsOf(text: string): Words {
  const spaced = text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/\bhm revenue( and customs?)?\b/g, 'hmrc');
  const all = spaced === '' ? [] : spaced.split(' ');
  const long = all.filter((it) => it.length >= SHORTEST_TELLING && !EMPTY.has(it));
  const telling = long.length > 0 ? long : all;
  return { all, telling, distinct: new Set(all), spaced, joined: all.join('') };
}

/** How much of a payee's name a text has: 1 is all of it, as far as a bank writes names out. */
export function likeness(payee: Words, text: Words): number {
  if (payee.telling.length === 0 || text.all.length === 0) return 0;
  const there = payee.telling.filter((it) => text.distinct.has(it));
  if (there.length === payee.telling.length) return 1;
  if (hasInitials(payee, there, text) || isCut(payee, text) || isRunTogether(payee, text)) return 1;
  return there.length / payee.telling.length;
}

/** Every word of three letters or more is there; initials and what the bank cuts off may be. */
export const alike = (payee: Words, text: Words): boolean => likeness(payee, text) === 1;

/** "T Tanner", "Tanner T": the last name whole, a letter beside it for each other one. */
function hasInitials(payee: Words, there: readonly string[], text: Words): boolean {
  const last = payee.telling.at(-1)!;
  if (last.length < SHORTEST_TELLING || !text.distinct.has(last)) return false;
  const at = text.all.indexOf(last);
  const beside = text.all.slice(Math.max(0, at - 3), at + 4).filter((it) => it.length === 1);
  return payee.telling.every((it) => there.includes(it) || beside.includes(it[0]!));
}

/** The fields for names are 18 letters wide, or more: what is shorter was not cut off. */
const LEAST_CUT = 12;
const NAME_FIELD = 17;

/** The text has the beginning of the name, and stops within a word of it or where a field ends. */
function isCut(payee: Words, text: Words): boolean {
  const name = payee.spaced;
  if (!text.spaced.includes(name.slice(0, LEAST_CUT))) return false;
  const first = payee.all[0]!;
  for (let at = 0; at < text.all.length; at++) {
    if (!isBeginning(text.all[at]!, first)) continue;
    let run = text.all[at]!;
    let next = at + 1;
    while (next < text.all.length && name.startsWith(`${run} ${text.all[next]}`))
      run += ` ${text.all[next++]}`;
    if (run.length < LEAST_CUT || !name.startsWith(run)) continue;
    if (name[run.length] !== ' ') return true;
    const after = text.all[next];
    if (run.length >= NAME_FIELD && (after === undefined || isOfBanks(after))) return true;
  }
  return false;
}

const isBeginning = (part: string, word: string): boolean =>
  part === word || (part.length >= LEAST_CUT && word.startsWith(part));

const LEAST_RUN_TOGETHER = 8;

/** "SUNRISECARE", "O BRIEN": the same letters with the blanks elsewhere. */
function isRunTogether(payee: Words, text: Words): boolean {
  const name = payee.telling.join('');
  if (name.length < LEAST_RUN_TOGETHER || !text.joined.includes(name)) return false;
  for (let at = 0; at < text.all.length; at++) {
    let run = '';
    for (let to = at; to < text.all.length && run.length < name.length; to++) run += text.all[to];
    if (run === name) return true;
  }
  return false;
}

const MOST_KEY_WORDS = 3;

/**
 * The words of a bank's text that stay the same from one line of a payee to the next; empty where
 * there are none.
 */
export const payeeKey = (text: string): string =>
  nameWithin(wordsOf(text)).slice(0, MOST_KEY_WORDS).join(' ');

const nameWithin = ({ all }: Words): string[] =>
  all.filter((it) => !isOfBanks(it) && !EMPTY.has(it));

/** Numbers and days are the bank's too. */
const isOfBanks = (word: string): boolean => /\d/.test(word) || OF_BANKS.has(word);

const MOST_NAME_WORDS = 4;

/** The payee as people write it, out of a bank's text; `undefined` where it names nobody. */
export function tidyPayee(text: string): string | undefined {
  const words = nameWithin(wordsOf(text)).slice(0, MOST_NAME_WORDS);
  return words.length > 0 ? words.map(capitalised).join(' ') : undefined;
}

/** Without a vowel it is letters: HMRC, TFL. */
const capitalised = (word: string): string =>
  /[aeiouy]/.test(word) ? word[0]!.toUpperCase() + word.slice(1) : word.toUpperCase();
