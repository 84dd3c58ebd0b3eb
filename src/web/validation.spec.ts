import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { Choice, Code, Day, Flag, Id, Pennies, Text } from './fields.js';
import { FieldsPipe } from './validation.js';

class Body {
  @Pennies({ description: 'What it cost.' })
  amountPence!: number;

  @Day({ description: 'When.' })
  on!: string;

  @Choice({ description: 'How.', of: ['cash', 'card'] })
  method!: string;

  @Code({ description: 'For what.', optional: true })
  category?: string;

  @Text({ description: 'What is said.', optional: true, max: 20 })
  note?: string;

  @Id({ description: 'Which.', optional: true })
  entryId?: string;

  @Flag({ description: 'Whether.', optional: true })
  isLate?: boolean;
}

const right = {
  amountPence: 1_250,
  on: '2026-05-18',
  method: 'cash',
  category: 'personal-care',
  note: 'Two nights',
  entryId: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  isLate: false,
};
const pipe = new FieldsPipe();
const taken = (body: object) => pipe.transform(body, { type: 'body', metatype: Body });

/** What class-validator alone finds. */
const isRight = (body: object) =>
  validateSync(plainToInstance(Body, body), { whitelist: true, forbidNonWhitelisted: true })
    .length === 0;

describe('A body', () => {
  it('in which all is right becomes one of its class', () => {
    expect(taken(right)).toEqual(Object.assign(new Body(), right));
    expect(taken(right)).toBeInstanceOf(Body);
  });

  it('is taken exactly when class-validator finds nothing wrong with it', () => {
    const odd = fc.oneof(
      fc.constantFrom(null, undefined, '', 0, -1, 1.5, '1250', true, [], {}, '2026-02-30', 'Card'),
      fc.anything({ maxDepth: 1 }),
    );
    const changes = fc.dictionary(fc.constantFrom(...Object.keys(right), 'amount', 'Note'), odd);
    let refused = 0;
    fc.assert(
      fc.property(changes, fc.subarray(Object.keys(right)), (changed, missing) => {
        const body: Record<string, unknown> = { ...right, ...changed };
        for (const it of missing) delete body[it];
        const sent = JSON.parse(JSON.stringify(body)) as object;
        let isTaken = true;
        try {
          taken(sent);
        } catch {
          isTaken = false;
          refused++;
        }
        expect({ sent, isTaken }).toEqual({ sent, isTaken: isRight(sent) });
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('is told of every field in the wrong', () => {
    const wrong = { ...right, amountPence: '1250', on: '2026-02-30', colour: 'red' };
    expect(() => taken(wrong)).toThrow(
      'colour: There is no such field. Leave it out. ' +
        'amountPence: Send a whole number of pence from 1 to 1000000000. ' +
        'on: Send a day that exists, YYYY-MM-DD, from 2000-01-01 to 2099-12-31.',
    );
  });
});
