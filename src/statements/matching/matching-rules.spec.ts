import { rulesLearned, type Lesson } from './matching-rules.js';

const recorded = (ruleId: string, text: string, payee: string): Lesson => ({
  type: 'recorded',
  ruleId,
  text,
  kind: 'expense',
  payee,
  category: 'agency',
});
const forgotten = (ruleId: string): Lesson => ({ type: 'forgotten', ruleId });
const learned = (...lessons: Lesson[]) =>
  rulesLearned(lessons).map((it) => `${it.ruleId}: ${it.payeeKey} is ${it.payee}`);

describe('A rule', () => {
  it('is learned from a line that an officer made an entry of', () =>
    expect(rulesLearned([recorded('r1', 'FPO SUNRISE CARE 4471', 'Sunrise Care')])).toEqual([
      {
        ruleId: 'r1',
        payeeKey: 'sunrise care',
        kind: 'expense',
        payee: 'Sunrise Care',
        category: 'agency',
      },
    ]));

  it('is the latest of one payee', () =>
    expect(
      learned(
        recorded('r1', 'ZETTLE RJ 0441', 'Rosa Reed'),
        recorded('r2', 'PEAK TAXIS', 'Peak Taxis'),
        recorded('r3', 'ZETTLE RJ 0502', 'Rosa Reed Cleaning'),
      ),
    ).toEqual(['r2: peak taxis is Peak Taxis', 'r3: zettle rj is Rosa Reed Cleaning']));

  it('is not learned where the bank names nobody', () =>
    expect(learned(recorded('r1', 'CARD PAYMENT 4471', 'Peak Taxis'))).toEqual([]));

  it('is gone when it is forgotten, and the one before does not come back', () =>
    expect(
      learned(
        recorded('r1', 'ZETTLE RJ', 'Rosa Reed'),
        recorded('r2', 'ZETTLE RJ', 'Rosa Reed Cleaning'),
        forgotten('r2'),
      ),
    ).toEqual([]));

  it('may be learned again', () =>
    expect(
      learned(
        recorded('r1', 'ZETTLE RJ', 'Rosa Reed'),
        forgotten('r1'),
        recorded('r2', 'ZETTLE RJ', 'Rosa Reed'),
      ),
    ).toEqual(['r2: zettle rj is Rosa Reed']));

  it('of another payee stays when one is forgotten', () =>
    expect(
      learned(
        recorded('r1', 'ZETTLE RJ', 'Rosa Reed'),
        recorded('r2', 'PEAK TAXIS', 'Peak Taxis'),
        forgotten('r1'),
      ),
    ).toEqual(['r2: peak taxis is Peak Taxis']));
});
