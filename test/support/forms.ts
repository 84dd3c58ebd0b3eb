import type { Answer, Sending, TestApp } from './app.js';

/** One part of a form; with a file name it is a file. */
export interface FormPart {
  readonly name: string;
  readonly value: string | Buffer;
  readonly fileName?: string;
  readonly type?: string;
}

export interface Form {
  readonly body: Buffer;
  readonly headers: { readonly 'content-type': string };
}

/** As a browser sends it. */
export function form(parts: readonly FormPart[], boundary = 'ledger-form'): Form {
  const written = parts.flatMap(({ name, value, fileName, type }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"`,
    fileName === undefined ? '' : `; filename="${fileName}"`,
    type === undefined ? '' : `\r\nContent-Type: ${type}`,
    '\r\n\r\n',
    value,
    '\r\n',
  ]);
  return {
    body: Buffer.concat([...written, `--${boundary}--\r\n`].map((it) => Buffer.from(it as string))),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

export const aFile = (value: string | Buffer, more: Partial<FormPart> = {}): FormPart => ({
  name: 'file',
  value,
  fileName: 'receipt.jpg',
  type: 'image/jpeg',
  ...more,
});

export const sendForm = (
  app: TestApp,
  who: string,
  path: string,
  { body, headers }: Form,
  sending: Sending = {},
): Promise<Answer> =>
  app.post(who, path, body, { ...sending, headers: { ...headers, ...sending.headers } });

const box = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(
    parts.map((it) => (typeof it === 'string' ? Buffer.from(it, 'latin1') : Buffer.from(it))),
  );

/** The beginning of a file of each kind that is taken. */
export const FILES: Readonly<Record<string, Buffer>> = {
  'application/pdf': box('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n'),
  'image/jpeg': box(
    [0xff, 0xd8, 0xff, 0xe0, 0, 16],
    'JFIF\0',
    [1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9],
  ),
  'image/png': box(
    [0x89],
    'PNG\r\n',
    [0x1a, 0x0a, 0, 0, 0, 13],
    'IHDR',
    [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31, 21, 196, 137, 0, 0, 0, 1],
    'IDAT',
    [0, 0, 0, 0, 0],
  ),
  'image/heic': box([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic'),
  'image/webp': box('RIFF', [26, 0, 0, 0], 'WEBPVP8L', [13, 0, 0, 0, 0x2f, 0, 0, 0, 0, 0, 0, 0, 0]),
};

export const A_PHOTO = FILES['image/jpeg']!;

/** A photo of so many bytes. */
export const photoOf = (bytes: number): Buffer =>
  Buffer.concat([A_PHOTO, Buffer.alloc(bytes - A_PHOTO.length)]);
