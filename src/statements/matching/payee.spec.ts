import { alike, likeness, payeeKey, tidyPayee, wordsOf } from './payee.js';

const isAlike = (payee: string, text: string) => alike(wordsOf(payee), wordsOf(text));

describe('A payee and the words of a bank are alike', () => {
  it.each([
    ['in capitals, between the words of the bank', 'Sunrise Care', 'FPO SUNRISE CARE 4471 BBP'],
    ['without accents and apostrophes', "O'Brien's Café", 'OBRIENS CAFE'],
    ['with an initial', 'Tom Tanner', 'MR T TANNER'],
    ['with the last name first', 'Tom Tanner', 'TANNER T'],
    ['in another order', 'Tom Tanner', 'TANNER TOM WAGES'],
    ['without what companies end in', 'Steady Hands Care Limited', 'STEADY HANDS CARE'],
    ['cut off within a word', 'Evergreen Domiciliary Care', 'EVERGREEN DOMICILI'],
    ['cut off between words, at the end', 'Morning Star Homecare Support', 'MORNING STAR HOMECARE'],
    ['cut off before a reference', 'Open Door Support Services', 'OPEN DOOR SUPPORT REF 41'],
    ['run together', 'Sunrise Care', 'SUNRISECARE LTD'],
    ['pulled apart', "Mary O'Brien", 'MARY O BRIEN'],
    ['as HMRC calls itself', 'HMRC', 'HM REVENUE & CUSTOMS'],
    ['of short words only, when all are there', 'B&Q', 'B & Q 1422'],
  ])('%s', (_, payee, text) => expect(isAlike(payee, text)).toBe(true));
});

describe('They are not alike', () => {
  it.each([
    ['where a word is missing', 'Sunrise Care', 'SUNRISE TRAVEL'],
    ['where it is the beginning of another name', 'Tom Tannerson', 'TOM TANNER'],
    ['where two names begin alike', 'Sunrise Care North', 'SUNRISE CARE SOUTH'],
    ['with the initial of somebody else', 'Tom Tanner', 'A TANNER'],
    ['with an initial far from the name', 'Tom Tanner', 'TANNER FIRE SAFETY EQUIPMENT HIRE T'],
    ['with the first name alone', 'Tom Tanner', 'TOM'],
    ['where the words were erased', 'Tom Tanner', ''],
    ['where nobody is named', '', 'TOM TANNER'],
    ['within a longer word', 'Art Club', 'CARTER CLUBHOUSE'],
  ])('%s', (_, payee, text) => expect(isAlike(payee, text)).toBe(false));

  it('and yet partly', () =>
    expect(likeness(wordsOf('Sunrise Care'), wordsOf('SUNRISE TRAVEL'))).toBe(0.5));
});

describe('The key of a payee', () => {
  it('stays the same from line to line', () => {
    const texts = [
      'FPO SUNRISE CARE INV 2231',
      'SUNRISE CARE 04MAY BBP',
      'Sunrise  Care Ltd REF 9',
    ];
    expect(new Set(texts.map(payeeKey))).toEqual(new Set(['sunrise care']));
  });

  it('is empty where nothing but numbers and the bank’s own words are there', () =>
    expect(payeeKey('CARD PAYMENT 4471 04MAY')).toBe(''));
});

describe('A payee made tidy', () => {
  it.each([
    ['CARD PAYMENT TO PEAK TAXIS 04MAY', 'Peak Taxis'],
    ['FPO T TANNER WAGES', 'T Tanner Wages'],
    ['HMRC CUMBERNAULD', 'HMRC Cumbernauld'],
    ['CHQ 000412', undefined],
  ])('of "%s" is %s', (text, payee) => expect(tidyPayee(text)).toBe(payee));
});
