import { schemaOf } from './answer-schema.js';

describe('The schema of an answer', () => {
  it('is read off an example: kinds, units, days, instants, ids', () =>
    expect(
      schemaOf({
        budgetId: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
        from: '2026-04-06',
        recordedAt: '2026-04-06T08:30:00.000000Z',
        weeklyPence: 18_740,
        weeksHeld: 2.9,
        open: true,
      }),
    ).toEqual({
      type: 'object',
      required: ['budgetId', 'from', 'recordedAt', 'weeklyPence', 'weeksHeld', 'open'],
      properties: {
        budgetId: { type: 'string', format: 'uuid' },
        from: { type: 'string', format: 'date' },
        recordedAt: {
          type: 'string',
          format: 'date-time',
          description: 'When the ledger learnt it, UTC.',
        },
        weeklyPence: { type: 'integer', description: 'Whole pence a week.' },
        weeksHeld: { type: 'number' },
        open: { type: 'boolean' },
      },
    }));

  it('says what an example cannot show: left out, null, codes, meaning', () =>
    expect(
      schemaOf(
        { state: 'open', closedOn: '2026-04-06', said: 'Yes' },
        {
          sometimes: ['closedOn'],
          orNull: ['closedOn'],
          anyKind: ['said'],
          codes: { state: ['open', 'closed'] },
          means: { closedOn: 'The last day.', said: 'In their words.' },
        },
      ),
    ).toEqual({
      type: 'object',
      required: ['state', 'said'],
      properties: {
        state: { type: 'string', enum: ['open', 'closed'] },
        closedOn: { type: 'string', format: 'date', nullable: true, description: 'The last day.' },
        said: { description: 'In their words.' },
      },
    }));

  it('tells fields of one name apart by their way, the longest first', () => {
    const { properties } = schemaOf(
      { state: 'open', reviews: [{ state: 'due' }] },
      { codes: { state: ['open'], 'reviews.state': ['due'] } },
    );
    expect(properties!['state']!.enum).toEqual(['open']);
    expect(properties!['reviews']!.items!.properties!['state']!.enum).toEqual(['due']);
  });

  it('says of a list what its first item shows, and nothing of an empty one', () => {
    expect(schemaOf(['a'])).toEqual({ type: 'array', items: { type: 'string' } });
    expect(schemaOf([])).toEqual({ type: 'array', items: {} });
  });
});
