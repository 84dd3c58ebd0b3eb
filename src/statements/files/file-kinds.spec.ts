import { refusal } from '../../../test/support/statements.js';
import { Unreadable, UnsupportedFile } from './statement-file.js';

const bytes = (hex: string, text = ''): Buffer =>
  Buffer.concat([Buffer.from(hex.replaceAll(' ', ''), 'hex'), Buffer.from(text, 'latin1')]);

/** The first part of a zip: its name, and whether it has a password. */
const zip = (name: string, flags = '0000') =>
  bytes(`504b0304 1400 ${flags} 0800 00000000 00000000 00000000 00000000`, `\x08\0\0\0${name}`);

describe('Another kind of file', () => {
  it.each([
    ['a PDF', bytes('', '%PDF-1.7\n'), 'This is a PDF.'],
    ['a locked PDF', bytes('', '%PDF-1.7\n/Encrypt 5 0 R'), 'This is a PDF.'],
    ['a PDF behind a mark and a blank line', bytes('efbbbf', '\r\n%PDF-1.4'), 'This is a PDF.'],
    ['a PNG', bytes('89504e470d0a1a0a'), 'This is a picture.'],
    ['a photograph', bytes('ffd8ffe000104a464946'), 'This is a picture.'],
    ['a photograph of a telephone', bytes('00000018', 'ftypheic'), 'This is a picture.'],
    ['a scan', bytes('49492a0008000000'), 'This is a picture.'],
    ['a workbook', zip('[Content_Types].xml'), 'This is a workbook.'],
    ['a workbook of LibreOffice', zip('mimetypeapplication/vnd.oasis.opendocument'), 'This is a workbook.'],
    ['a workbook of 2003', bytes('', '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'), 'This is a workbook.'],
    ['an old workbook, or one with a password', bytes('d0cf11e0a1b11ae1'), 'This is a workbook of an old kind, or one locked with a password.'],
    ['a zip', zip('statement.csv'), 'This is an archive.'],
    ['a zip with a password', zip('statement.csv', '0100'), 'This archive is locked with a password.'],
    ['an empty zip', bytes('504b0506'), 'This is an archive.'],
    ['a 7z', bytes('377abcaf271c'), 'This is an archive.'],
    ['a gz', bytes('1f8b08'), 'This is an archive.'],
    ['a document', bytes('', '{\\rtf1\\ansi'), 'This is a document of a word processor.'],
  ])('%s is named, whatever it is called, and what to send instead', (_, file, sentence) => {
    const refused = refusal(file);
    expect(refused).toBeInstanceOf(UnsupportedFile);
    expect(refused.message.startsWith(sentence)).toBe(true);
    expect(refused.message).toMatch(/send/i);
  }); // prettier-ignore

  it.each([
    ['an encrypted message', bytes('', '-----BEGIN PGP MESSAGE-----\n\nhQEMA'), 'This file is encrypted.'],
    ['a file of openssl', bytes('', 'Salted__\x01\x02'), 'This file is encrypted.'],
    ['a web page', bytes('', '\n<!DOCTYPE html><html><table>'), 'This is a web page.'],
    ['nothing', bytes(''), 'This file is empty.'],
    ['blanks', bytes('', ' \r\n\t\n '), 'This file is empty.'],
    ['a mark and nothing behind it', bytes('efbbbf'), 'This file is empty.'],
    ['noughts', Buffer.alloc(4096), 'This is not a statement, or it is damaged.'],
    ['a program', bytes('7f454c460201010000000000'), 'This is not a statement, or it is damaged.'],
    ['bytes of no meaning', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * i * 31 + i) % 256)), 'This is not a statement, or it is damaged.'],
    ['a letter', bytes('', 'Dear council,\nplease find attached my statement.\n'), 'There is no line with a day and an amount'],
    ['JSON', bytes('', '{"lines":[{"on":"2026-08-05","amountPence":-5}]}'), 'There is no line with a day and an amount'],
    ['other XML', bytes('', '<?xml version="1.0"?><note><to>x</to></note>'), 'This XML file is no statement.'],
    ['a heading without lines', bytes('', 'Date,Description,Amount,Balance\n'), 'There is no line in this file.'],
  ])('%s is no statement, and says what to do', (_, file, sentence) => {
    const refused = refusal(file);
    expect(refused).toBeInstanceOf(Unreadable);
    expect(refused.message.startsWith(sentence)).toBe(true);
  }); // prettier-ignore

  it('no sentence has a word of the file', () => {
    const secret = 'Okafor';
    const files = [
      `Date,Description,Amount,Balance\n05/08/2026,"${secret},-1.00,5.00\n`,
      `<?xml version="1.0"?><${secret}></b>`,
      `<?xml version="1.0"?><!DOCTYPE ${secret}><a/>`,
      `!Type:${secret}\nD1\n^\n`,
      `:20:${secret}\n:25:1\n:60F:${secret}\n`,
      `OFXHEADER:100\n<OFX><STMTRS><CURDEF>${secret}`,
      `${secret} ${'x'.repeat(70_000)}`,
    ];
    for (const file of files) expect(refusal(file).message).not.toContain(secret);
  });
});
