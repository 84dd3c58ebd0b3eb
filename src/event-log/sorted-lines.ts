import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';

/** So much of them is in memory at a time. */
const STRETCH_CHARS = 4_000_000;
const CHUNK_BYTES = 65_536;

/**
 * Lines in the order of their text, however many: what would not stay in memory waits in a file, in
 * sorted stretches that are then read side by side. The file has lost its name as soon as it is
 * open, so nothing is left of it, however this ends.
 */
export class SortedLines implements AsyncDisposable {
  private inMemory: string[] = [];
  private chars = 0;
  private file: FileHandle | undefined;
  private bytes = 0;
  private readonly stretches: Stretch[] = [];

  constructor(private readonly stretchChars = STRETCH_CHARS) {}

  /** There is no line break in it. */
  async add(line: string): Promise<void> {
    this.inMemory.push(line);
    this.chars += line.length;
    if (this.chars >= this.stretchChars) await this.putAside();
  }

  /** Once, when all are there. */
  async *inOrder(): AsyncGenerator<string> {
    if (!this.file) return yield* this.inMemory.sort();
    await this.putAside();
    // The one whose line comes first stands last: it is taken off, and put where its next line is.
    const ahead: Stretch[] = [];
    for (const it of this.stretches) if (await it.goOn()) place(it, ahead);
    for (let it = ahead.pop(); it; it = ahead.pop()) {
      yield it.line;
      if (await it.goOn()) place(it, ahead);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.file?.close();
  }

  private async putAside(): Promise<void> {
    if (this.inMemory.length === 0) return;
    const text = Buffer.from(`${this.inMemory.sort().join('\n')}\n`);
    this.inMemory = [];
    this.chars = 0;
    this.file ??= await nameless();
    await this.file.appendFile(text);
    this.stretches.push(new Stretch(this.file, this.bytes, this.bytes + text.length));
    this.bytes += text.length;
  }
}

async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `ledger-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path);
  return file;
}

function place(it: Stretch, among: Stretch[]): void {
  let [from, to] = [0, among.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (among[middle]!.line > it.line) from = middle + 1;
    else to = middle;
  }
  among.splice(from, 0, it);
}

/** A part of the file, and how far it was read. */
class Stretch {
  line = '';
  private lines: string[] = [];
  private next = 0;
  private half = '';
  private readonly decoder = new StringDecoder();

  constructor(
    private readonly file: FileHandle,
    private at: number,
    private readonly end: number,
  ) {}

  /** To its next line; false: there is none. */
  async goOn(): Promise<boolean> {
    while (this.next === this.lines.length) {
      if (this.at === this.end) return false;
      await this.read();
    }
    this.line = this.lines[this.next++]!;
    return true;
  }

  private async read(): Promise<void> {
    const length = Math.min(CHUNK_BYTES, this.end - this.at);
    const { bytesRead, buffer } = await this.file.read(Buffer.alloc(length), 0, length, this.at);
    if (bytesRead === 0) throw new Error('What was put aside to be sorted is gone');
    this.at += bytesRead;
    this.lines = (this.half + this.decoder.write(buffer.subarray(0, bytesRead))).split('\n');
    this.half = this.lines.pop()!;
    this.next = 0;
  }
}
