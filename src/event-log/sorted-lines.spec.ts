import fc from 'fast-check';
import { always } from '../../test/support/properties.js';
import { SortedLines } from './sorted-lines.js';

async function sorted(lines: readonly string[], stretchChars?: number): Promise<string[]> {
  await using sorting = new SortedLines(stretchChars);
  for (const it of lines) await sorting.add(it);
  return await Array.fromAsync(sorting.inOrder());
}

const line = fc.string({ maxLength: 40 }).map((it) => it.replaceAll(/[\r\n]/g, ' '));

describe('Sorted lines', () => {
  always(
    'are those that were added, in the order of their text, whatever fits into memory',
    fc.tuple(fc.array(line, { maxLength: 300 }), fc.integer({ min: 1, max: 2_000 })),
    async ([lines, stretchChars]) =>
      expect(await sorted(lines, stretchChars)).toEqual(lines.toSorted()),
  );

  it('may be longer than what is read at a time, in any script', async () => {
    const lines = ['c', 'b', 'a'].map((it) => it + '£€'.repeat(70_000));
    expect(await sorted(lines, 100)).toEqual(lines.toReversed());
  });

  it('are none where none were added', async () => expect(await sorted([])).toEqual([]));
});
