import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { sha256 } from '../kernel/digest.js';
import { invalid, Problem } from './problem.js';

const MB = 1_048_576;
/** 10 MB, as a telephone counts them. */
export const MAX_FILE_BYTES = 10 * MB;
/** Fields, and what stands between the parts. */
const BESIDE_THE_FILE = 65_536;
const FILE = 'file';
const BYTES = '(the bytes of the file)';

type Fields = Readonly<Record<string, string>>;

/** A form with one file in it. What its sender calls the file is nobody's business here. */
export class Upload {
  constructor(
    readonly fields: Fields,
    readonly file: Buffer,
  ) {}

  /** What makes two of them the same request: not the raw body, for its boundary differs. */
  get asSent(): object {
    return { ...this.fields, file: sha256(this.file) };
  }
}

/** What a form may hold. */
export interface FormRules {
  /** The names of the fields that may stand beside the part `file`, and what each is. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Whole megabytes that the file may have; default: 10. */
  readonly maxMegabytes?: number;
}

/**
 * Reads a form with exactly one file, once it is known that the caller may send one. Nothing of it
 * is kept where it is refused: 415 for what is no such form, 413 for a file that is too large, 400
 * for a field that is not asked for, for no file or several, for an empty one, for half a form.
 */
export async function uploadOf(request: FastifyRequest, rules: FormRules = {}): Promise<Upload> {
  const max = maxBytes(rules);
  const parser = parserFor(request.headers['content-type'], max);
  // Pages have a parser of their own for such forms, which leaves the body where it came from.
  const stream = (request.body ?? request.raw) as Readable | undefined;
  if (!stream) throw noFile();
  try {
    const announced = Number(request.headers['content-length']);
    if (announced > max + BESIDE_THE_FILE) throw tooLarge(rules);
    return await new FormReader(rules).read(stream, parser);
  } finally {
    // Where it is refused, what still comes is read and dropped: a cut line loses the answer, too.
    stream.unpipe(parser);
    stream.resume();
  }
}

const maxBytes = ({ maxMegabytes }: FormRules): number =>
  maxMegabytes === undefined ? MAX_FILE_BYTES : maxMegabytes * MB;

function parserFor(contentType = '', fileSize: number): BusboyInstance {
  const limits = { fileSize, fieldSize: 16_384, headerPairs: 20 };
  try {
    const isForm = /^multipart\/form-data\s*;/i.test(contentType);
    if (isForm) return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch {
    // There is no boundary in it.
  }
  throw new Problem(415, 'unsupported-type', 'Send a form, as multipart/form-data, with one file.');
}

class FormReader {
  private readonly outcome = Promise.withResolvers<Upload>();
  private readonly fields = new Map<string, string>();
  private file: Buffer | undefined;
  private bytes = 0;

  constructor(private readonly rules: FormRules) {}

  read(stream: Readable, parser: BusboyInstance): Promise<Upload> {
    const fail = (problem: Problem) => this.outcome.reject(problem);
    parser.on('field', (name, value, _, isCut) =>
      this.judged(() => this.takeField(name, value, isCut)),
    );
    parser.on('file', (name, file: Readable) => {
      file.on('error', () => fail(tooSoon()));
      file.on('limit', () => fail(tooLarge(this.rules)));
      this.judged(() => this.takeFile(name, file));
    });
    parser.on('error', () => fail(tooSoon()));
    parser.on('finish', () => this.judged(() => this.outcome.resolve(this.whole())));
    stream.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      if (this.bytes > maxBytes(this.rules) + BESIDE_THE_FILE) fail(tooLarge(this.rules));
    });
    stream.once('error', () => fail(tooSoon()));
    stream.once('close', () => stream.readableEnded || fail(tooSoon()));
    stream.pipe(parser);
    return this.outcome.promise;
  }

  /** What is thrown while the parser speaks is the outcome. */
  private judged(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.outcome.reject(error);
    }
  }

  private takeField(name: string, value: string, isCut: boolean): void {
    if (!Object.hasOwn(this.rules.fields ?? {}, name)) throw unknownField(name);
    if (this.fields.has(name)) throw invalid({ field: name, message: 'Send it once.' });
    if (isCut) throw invalid({ field: name, message: 'It is too long.' });
    this.fields.set(name, value);
  }

  private takeFile(name: string | undefined, file: Readable): void {
    if (name !== FILE) throw unknownField(name ?? '');
    if (this.file) throw invalid({ field: FILE, message: 'Send one file at a time.' });
    this.file = Buffer.alloc(0);
    const chunks: Buffer[] = [];
    file.on('data', (chunk: Buffer) => chunks.push(chunk));
    file.on('end', () => (this.file = Buffer.concat(chunks)));
  }

  private whole(): Upload {
    if (!this.file) throw noFile();
    if (this.file.length === 0)
      throw invalid({ field: FILE, message: 'This file is empty. Send one that is not.' });
    return new Upload(Object.fromEntries(this.fields), this.file);
  }
}

const tooLarge = ({ maxMegabytes = 10 }: FormRules) =>
  new Problem(413, 'too-large', `A file may have ${maxMegabytes} MB. Send a smaller one.`);

const noFile = () => invalid({ field: FILE, message: 'Send one file, in the part called file.' });

const unknownField = (name: string) =>
  invalid({ field: name.slice(0, 100), message: 'There is no such field. Leave it out.' });

const tooSoon = () => {
  const message = 'The form is broken, or ended too soon. Send all of it.';
  return new Problem(400, 'invalid', message, { errors: [{ field: '', message }] });
};

// ── Of a route ───────────────────────────────────────────────────────────────

/** Where the guard, and the documents, find that an operation takes a form with a file. */
export const TAKES_FILE = 'web:takes-file';

/** The body is a form with one file, and the fields that are named. */
export function TakesFile(description: string, rules: FormRules = {}): MethodDecorator {
  const fields = Object.entries(rules.fields ?? {}).map(([name, what]) => [
    name,
    { type: 'string', description: what },
  ]);
  const file = { type: 'string', format: 'binary', description, example: BYTES };
  return applyDecorators(
    SetMetadata(TAKES_FILE, rules),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: {
        type: 'object',
        required: [FILE],
        properties: { ...Object.fromEntries(fields), [FILE]: file },
      },
    }),
  );
}

/** The form that was sent: its file, its fields. */
export const Uploaded = createParamDecorator(
  (_: unknown, context: ExecutionContext): Upload =>
    context.switchToHttp().getRequest<FastifyRequest>().body as Upload,
);
