import { pence, type Pence } from '../../kernel/money.js';

/** Longer than any amount of money; what is longer is not looked at. */
const LONGEST = 40;

/** A thousand million pounds, less a penny: 20,000 lines of it still add up exactly. */
const MOST = 99_999_999_999;

/** Blanks of every kind, the ones that do not break a line included. */
const BLANKS = /[\s\u00a0\u2007\u2009\u202f]+/g;
const MINUS = /[\u2212\u2013]/g;

const WRITTEN =
  /^(\()?([-+])? ?(£|GBP)? ?([-+])?([\d, ]*)(?:\.(\d+))? ?(£|GBP)? ?([-+])?(\))? ?(CR|DR|OD)?$/;

/** "1,234" and "1 234"; in threes, or it may be something else. */
const GROUPED = /^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?: \d{3})+$/;

/**
 * An amount as banks, cards and spreadsheets write it: "£1,234.50", "12.5", "(3.20)", "3.20-",
 * "3.20 DR". Read from its digits, never through a float. `undefined`: it is none, says its sign
 * twice in two ways, or has parts of a penny.
 */
export function penceOfText(text: string): Pence | undefined {
  const written = unwrapped(text).replace(BLANKS, ' ').replace(MINUS, '-').trim().toUpperCase();
  if (written === '' || written.length > LONGEST) return undefined;
  const match = WRITTEN.exec(written);
  if (!match) return undefined;
  const [, opens, before, unit, inner, whole, parts, unitAfter, after, closes, side] = match;
  if ((opens === undefined) !== (closes === undefined) || (unit && unitAfter)) return undefined;
  const signs = [opens && '-', before, inner, after].filter((it) => it !== undefined);
  if (side) signs.push(side === 'CR' ? '+' : '-');
  // A sign and a side may say the same; two signs, or two sides, say nothing that is sure.
  if (signs.length > (side ? 2 : 1) || signs.some((it) => it !== signs[0])) return undefined;
  const magnitude = digitsToPence(whole!.trim(), parts ?? '');
  return magnitude === undefined || signs[0] !== '-' ? magnitude : pence(-magnitude);
}

/**
 * `whole` may be grouped in threes. More than two decimals are whole pence where the rest are
 * noughts, else there are parts of a penny.
 */
function digitsToPence(whole: string, parts: string): Pence | undefined {
  if (whole === '' && parts === '') return undefined;
  if (whole !== '' && !/^\d+$/.test(whole) && !GROUPED.test(whole)) return undefined;
  if (!/^\d{0,2}0*$/.test(parts)) return undefined;
  const digits = whole.replace(/[, ]/g, '') + parts.slice(0, 2).padEnd(2, '0');
  const magnitude = Number(digits);
  return magnitude > MOST ? undefined : pence(magnitude);
}

/** The amount of MT940 and OFX: digits, and one decimal sign at most. */
export function penceOfDigits(text: string, decimal: ',' | '.' | ',.'): Pence | undefined {
  if (text.length > LONGEST) return undefined;
  const match = /^([-+]?)(\d+)(?:([.,])(\d*))?$/.exec(text);
  if (!match || (match[3] && !decimal.includes(match[3]))) return undefined;
  const magnitude = digitsToPence(match[2]!, match[4] ?? '');
  return magnitude === undefined || match[1] !== '-' ? magnitude : pence(-magnitude);
}

/** The currency that an amount names, where it is not the pound. */
export function foreignCurrencyIn(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  return /[€$]|\b(?:EUR|USD|CHF|PLN|AUD|CAD)\b/i.exec(text)?.[0];
}

/** A cell without what spreadsheets put around it: `'0012`, `="0012"`. */
export function unwrapped(cell: string): string {
  const text = cell.trim();
  if (text.startsWith('="') && text.endsWith('"') && text.length > 2) return text.slice(2, -1);
  return text.startsWith("'") ? text.slice(1).trimStart() : text;
}
