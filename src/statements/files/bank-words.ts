const LONGEST = 500;

/** Blanks of every kind, control characters (databases refuse some) and marks without a width. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const BLANKS = /[\s\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff]+/g;

/** One text of all the bank's words for a line: blanks collapsed, what is said twice once, cut. */
export function wordsOf(parts: Iterable<string | undefined>): string {
  const said: string[] = [];
  for (const part of parts) {
    // Cut before it is looked through: a file may hold one word of megabytes.
    const words = (part ?? '')
      .slice(0, 4 * LONGEST)
      .replace(BLANKS, ' ')
      .trim();
    if (words !== '' && !said.includes(words)) said.push(words);
  }
  return said.join(' ').slice(0, LONGEST).toWellFormed().trimEnd();
}

/** A heading or a name of a column, to be compared. */
export const plainName = (cell: string): string =>
  cell
    .slice(0, 200)
    .replace(BLANKS, ' ')
    .replaceAll('_', ' ')
    .trim()
    .replace(/:$/, '')
    .toLowerCase();

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ',
}; // prettier-ignore

/** The five entities of XML, a blank and numbers; once, so that nothing grows. */
export const withoutEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, dec, hex, name) => {
        if (name) return ENTITIES[String(name).toLowerCase()] ?? whole;
        const code = dec ? Number(dec) : Number.parseInt(String(hex), 16);
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
      })
    : text;
