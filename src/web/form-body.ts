import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { sha256 } from '../kernel/digest.js';
import { textOf } from './body.js';
import { Problem } from './problem.js';

export type SentFields = Readonly<Record<string, string | readonly string[]>>;

/** A file as it was sent: its name is what somebody says it is called, and no path. */
export interface SentFile {
  readonly field: string;
  readonly name: string;
  /** Empty when it is too large. */
  readonly bytes: Buffer;
  readonly isTooLarge: boolean;
  readonly digest: string;
}

interface Reading {
  /** Whether a file may come along. */
  readonly uploads: boolean;
  /** Throws for a form that did not come from a page of whoever sends it. Before a file is read. */
  mustBeOurs(fields: SentFields): Promise<void>;
}

export interface FormBody {
  readonly fields: SentFields;
  readonly file?: SentFile;
}

export const MAX_FILE_BYTES = 10 * 1024 * 1024;
const LIMITS = { fileSize: MAX_FILE_BYTES, files: 1, fields: 200, fieldSize: 65_536 };

/** A form as browsers send one. */
export async function readForm(request: FastifyRequest, reading: Reading): Promise<FormBody> {
  if (request.isMultipart()) return readMultipart(request, reading);
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== undefined && type !== 'application/x-www-form-urlencoded') throw noForm();
  const stream = request.body as Readable | undefined;
  const text = stream ? await textOf(stream, Number(request.headers['content-length'])) : '';
  const fields = new Fields();
  for (const [name, value] of new URLSearchParams(text)) fields.add(name, value);
  await reading.mustBeOurs(fields.all);
  return { fields: fields.all };
}

async function readMultipart(request: FastifyRequest, reading: Reading): Promise<FormBody> {
  if (!reading.uploads) throw dropped(request, noForm());
  const fields = new Fields();
  let file: SentFile | undefined;
  try {
    for await (const part of request.parts({ limits: LIMITS })) {
      if (part.type === 'field') fields.add(part.fieldname, String(part.value));
      else {
        await reading.mustBeOurs(fields.all);
        file = await fileOf(part.fieldname, part.filename, part.file);
      }
    }
    if (!file) await reading.mustBeOurs(fields.all);
  } catch (error) {
    throw dropped(request, error instanceof Problem ? error : unreadable());
  }
  // A browser in which no file was chosen sends an empty one without a name.
  const chosen = file && (file.name !== '' || file.bytes.length > 0) ? { file } : {};
  return { fields: fields.all, ...chosen };
}

type FileStream = Readable & { readonly truncated: boolean };

async function fileOf(field: string, name = '', stream: FileStream): Promise<SentFile> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const isTooLarge = stream.truncated;
  const bytes = isTooLarge ? Buffer.alloc(0) : Buffer.concat(chunks);
  return { field, name, bytes, isTooLarge, digest: sha256(bytes) };
}

/** Names come from outside, so what every object has must not be met by one. */
class Fields {
  private readonly found = new Map<string, string | string[]>();

  get all(): SentFields {
    return Object.fromEntries(this.found);
  }

  add(name: string, value: string): void {
    if (name in Object.prototype) throw unreadable();
    const before = this.found.get(name);
    this.found.set(name, before === undefined ? value : [before, value].flat());
  }
}

/** What still comes is read and dropped: a line that is cut loses the answer, too. */
function dropped<E>({ raw }: FastifyRequest, error: E): E {
  raw.unpipe();
  raw.resume();
  return error;
}

const noForm = () => new Problem(415, 'unsupported-type', 'This page takes forms only.');

const unreadable = () =>
  new Problem(400, 'invalid', 'This form could not be read. Go back, and send it again.');
