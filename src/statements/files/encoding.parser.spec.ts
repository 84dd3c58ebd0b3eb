import iconv from 'iconv-lite';
import { refusal, told } from '../../../test/support/statements.js';

const TABLE = 'Date,Description,Amount,Balance\n25/08/2026,CAFÉ,£-1.00,£99.00\n';
const WITHOUT_ACCENT = TABLE.replace('É', 'E').replaceAll('£', '');
const utf16 = (text: string, addBOM: boolean) => iconv.encode(text, 'utf-16le', { addBOM });

describe('A statement may be written', () => {
  it.each([
    ['in UTF-8', Buffer.from(TABLE)],
    ['in UTF-8 with its mark', Buffer.from(`\ufeff${TABLE}`)],
    ['in cp1252', iconv.encode(TABLE, 'win1252')],
    ['in UTF-16, little end first', utf16(TABLE, true)],
    ['in UTF-16, big end first', iconv.encode(TABLE, 'utf-16be', { addBOM: true })],
    ['in UTF-16 without a mark', utf16(TABLE, false)],
    ['in UTF-16 without a mark, big end first', iconv.encode(TABLE, 'utf-16be', { addBOM: false })],
    ['with lines of Windows', Buffer.from(TABLE.replaceAll('\n', '\r\n'))],
    ['with lines of an old Mac', Buffer.from(TABLE.replaceAll('\n', '\r'))],
    ['with no end to its last line', Buffer.from(TABLE.trimEnd())],
  ])('%s', (_, file) =>
    expect(told(file)).toEqual({ rows: ['2026-08-25 -100 CAFÉ'], problems: [], notes: [] }),
  ); // prettier-ignore

  it('and counts its lines alike', () => {
    const text = `${WITHOUT_ACCENT}\n31/06/2026,X,-1.00,98.00\n`;
    for (const end of ['\n', '\r\n', '\r'])
      expect(told(text.replaceAll('\n', end)).problems).toContain('4 no-such-day');
  });

  it.each([
    ['UTF-8 that breaks its promise', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), iconv.encode(TABLE, 'win1252')])],
    ['bytes that cp1252 does not know', Buffer.concat([Buffer.from(TABLE), Buffer.from([0x81, 0x8d])])],
    ['a nought among its letters', Buffer.from(TABLE.replace('CAF', 'C\0F'))],
  ])('but not with %s', (_, file) =>
    expect(refusal(file).message).toMatch(/^This is not a statement, or it is damaged/),
  ); // prettier-ignore

  it('and a control character in its words is a blank', () =>
    expect(told(WITHOUT_ACCENT.replace('CAFE', 'CA\u0007FE')).rows).toEqual([
      '2026-08-25 -100 CA FE',
    ]));
});
