import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { notJson, Problem } from './problem.js';

export const MAX_BODY_BYTES = 1_048_576;
const MAX_DEPTH = 20;

/**
 * Reads a JSON body once it is known that the caller may send one: who is not signed in, or not
 * allowed, hears that, and not what is wrong with the body. No body at all is `{}`.
 */
export async function jsonBody(request: FastifyRequest): Promise<Record<string, unknown>> {
  const { 'content-type': type = '', 'content-length': length } = request.headers;
  const stream = request.body as Readable | undefined;
  // One in parts, which only pages take, was left on the line.
  if (length === '0' || (!stream && !/^multipart\//i.test(type))) return {};
  mustBeJson(type);
  const body = parsed(await textOf(stream!, Number(length)));
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw unreadable('Send one JSON object: { … }.');
  mustNotBeDeep(body);
  return body as Record<string, unknown>;
}

function mustBeJson(contentType: string): void {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type !== 'application/json') throw notJson();
}

/** At most 1 MiB, in UTF-8. */
export async function textOf(stream: Readable, announced: number): Promise<string> {
  const bytes = announced > MAX_BODY_BYTES ? undefined : await atMost(stream, MAX_BODY_BYTES);
  if (!bytes) {
    // What still comes is read and dropped: a line that is cut loses the answer, too.
    stream.resume();
    throw new Problem(413, 'too-large', 'A body may have 1 MiB. Send less at once.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('Send it as UTF-8.');
  }
}

/** `undefined`: there is more. */
function atMost(stream: Readable, most: number): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= most) chunks.push(chunk);
    else resolve(undefined);
  });
  const tooSoon = () => reject(unreadable('The body ended too soon. Send all of it.'));
  stream.once('error', tooSoon);
  stream.once('close', tooSoon);
  stream.once('end', () => {
    stream.off('close', tooSoon);
    resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
  return promise;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('Send well-formed JSON.');
  }
}

function mustNotBeDeep(value: object, depth = 1): void {
  if (depth > MAX_DEPTH) throw unreadable(`Nest at most ${MAX_DEPTH} levels.`);
  for (const [key, inner] of Object.entries(value)) {
    // What every object has would not be seen as one field too many.
    if (key in Object.prototype) throw unreadable(`There is no field ${key}.`);
    if (typeof inner === 'object' && inner !== null) mustNotBeDeep(inner, depth + 1);
  }
}

const unreadable = (detail: string) =>
  new Problem(400, 'invalid', detail, { errors: [{ field: '', message: detail }] });
