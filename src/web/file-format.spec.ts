import { FILES } from '../../test/support/forms.js';
import { FILE_FORMATS, formatOf } from './file-format.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

describe('A file is taken for what its bytes are', () => {
  it.each(Object.entries(FILES))('%s', async (mediaType, file) =>
    expect(FILE_FORMATS[await formatOf(file)].mediaType).toBe(mediaType),
  );

  it('a picture that a camera marks as image/heif', async () => {
    const heif = Buffer.from(FILES['image/heic']!);
    heif.write('mif1', 8);
    expect(await formatOf(heif)).toBe('heic');
  });

  it('whatever else is behind its beginning', async () => {
    const both = Buffer.concat([FILES['image/jpeg']!, bytes(`${SCRIPT}PK\x03\x04`)]);
    expect(await formatOf(both)).toBe('jpeg');
  });
});

describe('A file is refused that is', () => {
  it.each([
    ['a drawing with a script in it', bytes(SCRIPT)],
    ['a page', bytes('<!DOCTYPE html><script>alert(1)</script>')],
    ['a page with a picture behind it', bytes(`<html>${'\xff\xd8\xff\xe0'}`)],
    ['a moving picture that is a script as well', bytes('GIF89a/*\x01\x00*/=1;alert(1)')],
    ['an archive', bytes('PK\x03\x04\x14\x00\x00\x00\x08\x00')],
    ['a program', bytes('MZ\x90\x00\x03\x00\x00\x00')],
    ['plain text', bytes('Rosa Reed, two nights')],
    ['one byte', bytes('%')],
    ['a picture without its beginning', FILES['image/png']!.subarray(1)],
  ])('%s', async (_, file) =>
    expect(formatOf(file)).rejects.toMatchObject({
      status: 415,
      code: 'unsupported-type',
      message: expect.stringContaining('Send a PDF, JPEG, PNG, HEIC or WebP'),
    }),
  );
});
