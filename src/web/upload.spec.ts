import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { aFile, form, type Form, type FormPart } from '../../test/support/forms.js';
import { MAX_FILE_BYTES, uploadOf, type FormRules } from './upload.js';

/** A request that sends this form, piece by piece. */
const sending = ({ body, headers }: Form, piece = 65_536) =>
  ({
    body: Readable.from(
      Array.from({ length: Math.ceil(body.length / piece) }, (_, i) =>
        body.subarray(i * piece, (i + 1) * piece),
      ),
    ),
    headers,
  }) as unknown as FastifyRequest;

const read = (parts: readonly FormPart[], rules?: FormRules) =>
  uploadOf(sending(form(parts)), rules);

const PHOTO = Buffer.from([0xff, 0xd8, 0xff, 0x0d, 0x0a, 0x2d, 0x2d, 0x00]);
const text = (name: string, value: string): FormPart => ({ name, value });
const wrong = (field: string) => ({
  status: 400,
  code: 'invalid',
  details: { errors: [{ field }] },
});

describe('A form with a file', () => {
  it('is its bytes, whatever they hold and its sender calls them', async () => {
    const { fields, file } = await read([aFile(PHOTO, { fileName: '../../x.svg' })]);
    expect([fields, file]).toEqual([{}, PHOTO]);
  });

  it.each([1, 7, 100])('may come in pieces of %i bytes', async (piece) => {
    const { file } = await uploadOf(sending(form([aFile(PHOTO)]), piece));
    expect(file).toEqual(PHOTO);
  });

  it('may hold 10 MB', async () => {
    const { file } = await read([aFile(Buffer.alloc(MAX_FILE_BYTES, 7))]);
    expect(file.length).toBe(MAX_FILE_BYTES);
  });

  it('has the fields that are asked for', async () => {
    const parts = [text('_csrf', 'token'), text('note', 'Zoë’s'), aFile(PHOTO)];
    const { fields } = await read(parts, { fields: { _csrf: 'A token', note: 'Words' } });
    expect(fields).toEqual({ _csrf: 'token', note: 'Zoë’s' });
  });

  it('is the same request whatever its boundary, and another with another byte or field', async () => {
    const rules = { fields: { note: 'Words' } };
    const sent = async (it: Form) => (await uploadOf(sending(it), rules)).asSent;
    const parts = [text('note', 'a'), aFile(PHOTO)];
    const one = await sent(form(parts, 'one'));
    expect(await sent(form([...parts].toReversed(), 'two'))).toEqual(one);
    expect(await sent(form([text('note', 'b'), aFile(PHOTO)]))).not.toEqual(one);
    expect(await sent(form([text('note', 'a'), aFile(PHOTO.subarray(1))]))).not.toEqual(one);
  });
});

describe('A form is refused', () => {
  const several: readonly [string, readonly FormPart[], string][] = [
    ['without a file', [], 'file'],
    ['with an empty file', [aFile('')], 'file'],
    ['with a file that nobody chose', [aFile('', { fileName: '' })], 'file'],
    ['with text in the place of the file', [text('file', 'hello')], 'file'],
    ['with two files', [aFile(PHOTO), aFile(PHOTO)], 'file'],
    ['with a file of another name', [aFile(PHOTO, { name: 'photo' })], 'photo'],
    ['with a field that nobody asked for', [text('note', 'a'), aFile(PHOTO)], 'note'],
    ['with one behind the file', [aFile(PHOTO), text('note', 'a')], 'note'],
    ['with a field that every object has', [text('__proto__', 'a'), aFile(PHOTO)], '__proto__'],
    ['with a name without end', [text('n'.repeat(3_000), 'a')], 'n'.repeat(100)],
  ];
  it.each(several)('%s', async (_, parts, field) =>
    expect(read(parts)).rejects.toMatchObject(wrong(field)),
  );

  it.each([
    ['twice', [text('note', 'a'), text('note', 'b')]],
    ['of more than a page', [text('note', 'a'.repeat(16_385))]],
  ])('with a field %s', async (_, fields) =>
    expect(read([...fields, aFile(PHOTO)], { fields: { note: 'Words' } })).rejects.toMatchObject(
      wrong('note'),
    ),
  );

  it.each([
    'application/json',
    'multipart/mixed; boundary=x',
    'multipart/form-data',
    'multipart/form-data; colour=red',
    'multipart/form-database; boundary=x',
    '',
  ])('of the type %p', async (type) => {
    const request = sending({ ...form([aFile(PHOTO)]), headers: { 'content-type': type } });
    const refused = { status: 415, code: 'unsupported-type' };
    await expect(uploadOf(request)).rejects.toMatchObject(refused);
  });

  const whole = form([aFile(PHOTO)]);
  it.each([
    ['nothing', 0],
    ['half a boundary', 5],
    ['half a header', 60],
    ['half a file', whole.body.length - 30],
    ['all but its end', whole.body.length - 4],
  ])('that ends after %s', async (_, bytes) => {
    const cut = { ...whole, body: whole.body.subarray(0, bytes) };
    await expect(uploadOf(sending(cut))).rejects.toMatchObject({ status: 400, code: 'invalid' });
  });

  it('whose sender hangs up', async () => {
    const broken = Readable.from(
      (async function* () {
        yield whole.body.subarray(0, 150);
        throw new Error('aborted');
      })(),
    );
    const request = { body: broken, headers: whole.headers } as unknown as FastifyRequest;
    await expect(uploadOf(request)).rejects.toMatchObject({ status: 400, code: 'invalid' });
  });

  it('with no body at all', async () =>
    expect(uploadOf({ headers: whole.headers } as unknown as FastifyRequest)).rejects.toMatchObject(
      wrong('file'),
    ));
});

describe('More than 10 MB', () => {
  const tooLarge = { status: 413, code: 'too-large' };
  const drained = async ({ body }: FastifyRequest) => {
    const rest = body as Readable;
    if (!rest.readableEnded) await once(rest, 'end');
    return rest.readableEnded;
  };

  it.each([
    ['in the file, by one byte', [aFile(Buffer.alloc(MAX_FILE_BYTES + 1))]],
    ['around the file', [aFile(PHOTO), text('x', 'y'.repeat(2 * MAX_FILE_BYTES))]],
  ])('%s, are refused; the rest is read and dropped', async (_, parts) => {
    const request = sending(form(parts));
    await expect(uploadOf(request, { fields: { x: 'Words' } })).rejects.toMatchObject(tooLarge);
    expect(await drained(request)).toBe(true);
  });

  it('are refused before they come, where they are announced', async () => {
    const { body, headers } = form([aFile(PHOTO)]);
    const announced = { ...headers, 'content-length': '99999999' };
    const request = sending({ body, headers: announced });
    await expect(uploadOf(request)).rejects.toMatchObject(tooLarge);
    expect(await drained(request)).toBe(true);
  });
});
