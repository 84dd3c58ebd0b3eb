import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { jsonBody, MAX_BODY_BYTES } from './body.js';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** A request that sends these bytes, piece by piece. */
const sending = (
  bytes: string | Buffer | readonly (string | Buffer)[],
  headers: object = JSON_TYPE,
) =>
  ({
    body: Readable.from([bytes].flat().map((it) => Buffer.from(it as string))),
    headers,
  }) as unknown as FastifyRequest;

const nested = (levels: number) => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;

describe('A body', () => {
  it('is one JSON object', async () =>
    expect(await jsonBody(sending('{"amountPence": 1}'))).toEqual({ amountPence: 1 }));

  it('may come in pieces that cut a letter in two', async () => {
    const bytes = Buffer.from('{"payee":"Zoë"}');
    const cut = bytes.indexOf(0xc3) + 1;
    const request = sending([bytes.subarray(0, cut), bytes.subarray(cut)]);
    expect(await jsonBody(request)).toEqual({ payee: 'Zoë' });
  });

  it('that is missing is an empty one, of any type', async () => {
    expect(await jsonBody({ headers: {} } as FastifyRequest)).toEqual({});
    expect(await jsonBody(sending('', { 'content-length': '0' }))).toEqual({});
  });

  it('may be as long as 1 MiB, and nest 20 levels deep', async () => {
    const longest = `{"a":"${'x'.repeat(MAX_BODY_BYTES - 8)}"}`;
    expect(Object.keys(await jsonBody(sending(longest)))).toEqual(['a']);
    expect(Object.keys(await jsonBody(sending(nested(20))))).toEqual(['a']);
  });

  it.each([
    ['an empty text', ''],
    ['half an object', '{"a":'],
    ['two objects', '{}{}'],
    ['a list', '[]'],
    ['a number', '1'],
    ['null', 'null'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['21 levels', nested(21)],
    ['levels in lists', `{"a":${'['.repeat(20)}${']'.repeat(20)}}`],
    ['a field __proto__', '{"a":{"__proto__":{}}}'],
  ])('that is %s is not understood', async (_, bytes) =>
    expect(jsonBody(sending(bytes))).rejects.toMatchObject({ status: 400, code: 'invalid' }),
  );

  it('that ends too soon is not our fault', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('{');
        throw new Error('aborted');
      })(),
    );
    const request = { body: broken, headers: JSON_TYPE } as unknown as FastifyRequest;
    await expect(jsonBody(request)).rejects.toMatchObject({ status: 400, code: 'invalid' });
  });

  it.each(['text/plain', 'application/json-patch+json', 'multipart/form-data; boundary=x', ''])(
    'of the type %p is not read',
    async (type) =>
      expect(jsonBody(sending('{}', { 'content-type': type }))).rejects.toMatchObject({
        status: 415,
        code: 'unsupported-type',
      }),
  );

  it('of more than 1 MiB is refused, announced or not; the rest is read and dropped', async () => {
    const tooLarge = { status: 413, code: 'too-large' };
    const announced = { ...JSON_TYPE, 'content-length': String(MAX_BODY_BYTES + 1) };
    await expect(jsonBody(sending('{}', announced))).rejects.toMatchObject(tooLarge);
    const request = sending([' '.repeat(MAX_BODY_BYTES), ' ', ' ', ' ']);
    await expect(jsonBody(request)).rejects.toMatchObject(tooLarge);
    const rest = request.body as Readable;
    if (!rest.readableEnded) await once(rest, 'end');
    expect(rest.readableEnded).toBe(true);
  });
});
