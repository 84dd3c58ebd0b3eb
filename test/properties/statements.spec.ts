import fc from 'fast-check';
import { MONEY_MOVES } from '../../src/accounts/account.facts.js';
import { closedTo, statementOf } from '../../src/accounts/lines.facts.js';
import type { KnownEvent } from '../../src/figures/as-known.facts.js';
import { budgetAsKnown } from '../../src/figures/as-known.facts.js';
import { figuresOf } from '../../src/figures/figures.facts.js';
import { transactionsOf } from '../../src/journal/transactions.js';
import type { Instant, LocalDate } from '../../src/kernel/dates.js';
import { policyInForce } from '../../src/policies/policy.facts.js';
import { opened } from '../support/annas-budget.js';
import { always } from '../support/properties.js';
import { banks, deeds, OPENING, OPENS_ON, StatementLife } from './statement-lives.js';

const told = fc.tuple(banks, deeds);
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;

const lived = ([booked, all]: Told): StatementLife => {
  const life = new StatementLife(booked);
  life.lives(all);
  return life;
};

/** Of every life; what is told of one that fails is short, and can be lived again. */
const holds = (sentence: string, of: (life: StatementLife) => void) =>
  always(sentence, told, (it) => of(lived(it)), RUNS);

const RUNS = 300;
const LAST: LocalDate = '2027-12-31';

/** With the opening of the budget before them. */
const known = ({ happened }: StatementLife): KnownEvent[] =>
  [
    { ...opened, on: OPENS_ON, openingBalancePence: OPENING },
    ...happened.map((it) => it.event),
  ].map((event, i) => ({
    event,
    eventId: `event-${i}`,
    stream: i === 0 ? 'budget-anna' : 'account-anna',
    recordedAt: '2027-06-01T09:00:00.000000Z' as Instant,
  }));

/** On one of the three accounts of the balance, at the end of a day. */
const onAsset = (life: StatementLife, asset: string, day: LocalDate): number =>
  transactionsOf('anna', known(life))
    .filter((it) => it.on <= day)
    .flatMap((it) => it.sides)
    .filter(([account]) => account === `assets:anna:${asset}`)
    .reduce((sum, [, amount]) => sum + amount, 0);

describe('Whatever is done with the lines of statements', () => {
  holds('at each closing the books have at the bank what the bank had', (life) => {
    for (const { closing } of life.state.statements.all) {
      if (!closing) continue;
      expect(closing.closingPence).toBe(life.hadOn(closing.to));
      expect(onAsset(life, 'bank', closing.to)).toBe(closing.closingPence);
    }
  });

  holds('a closing begins where the last one ended', (life) => {
    const closings = life.state.statements.all
      .flatMap((it) => it.closing ?? [])
      .toSorted((a, b) => (a.to < b.to ? -1 : 1));
    closings.slice(1).forEach((it, i) => {
      expect(it.openingPence).toBe(closings[i]!.closingPence);
      expect(it.from > closings[i]!.to).toBe(true);
    });
  });

  holds('nothing that moves money is dated on a closed day', (life) => {
    const moves: readonly string[] = MONEY_MOVES;
    for (const { event, before } of life.happened)
      if (moves.includes(event.type))
        expect(event.on > (closedTo(before.statements) ?? '')).toBe(true);
  });

  holds(
    'lines and entries that are matched come to the same, and each has one match',
    ({ state: { statements, books } }) => {
      const lines = [...statements.lines.values()];
      const settled = lines.filter((it) => it.entryIds.length > 0);
      for (const [, together] of Map.groupBy(settled, (it) => it.matchId ?? it.lineId)) {
        const entries = together[0]!.entryIds.map((id) => books.entries.get(id)!);
        const sum = together.reduce((all, it) => all + it.amountPence, 0);
        const out = entries.reduce((all, it) => all + it.amountPence, 0);
        expect(Math.abs(sum)).toBe(out);
        expect(entries.every((it) => !it.undone)).toBe(true);
      }
      const claims = [...Map.groupBy(settled, (it) => it.matchId ?? it.lineId).values()];
      const claimed = claims.flatMap(([line]) => line!.entryIds);
      expect(new Set(claimed).size).toBe(claimed.length);
      for (const { lineId, state, entryIds } of lines)
        expect([lineId, entryIds.length > 0]).toEqual([
          lineId,
          state === 'matched' || state === 'recorded',
        ]);
    },
  );

  holds('a line is on one statement, and is never lost', ({ happened, state: { statements } }) => {
    const read = happened.flatMap(({ event }) => (event.type === 'LinesRead' ? event.lines : []));
    const of = statements.all.flatMap((it) => it.lineIds);
    expect(new Set(of).size).toBe(of.length);
    expect(new Set(of)).toEqual(new Set(read.map((it) => it.lineId)));
  });

  holds('what stands beside is what is set aside or ignored, and nothing else', (life) => {
    const lines = [...life.state.statements.lines.values()];
    const beside = lines.filter((it) => it.state === 'set-aside' || it.state === 'ignored');
    const sum = beside.reduce((all, it) => all + it.amountPence, 0);
    expect(onAsset(life, 'not-explained', LAST) + sum).toBe(0);
  });

  holds('nobody signs what they closed', ({ happened }) => {
    for (const { event, before } of happened)
      if (event.type === 'PeriodSignedOff')
        expect(statementOf(before.statements, event.statementId)!.closing!.by).not.toBe(event.by);
  });

  holds(
    'the three accounts make the balance, and what is not explained is what is not reconciled',
    (life) => {
      const { figures } = figuresOf(budgetAsKnown(known(life)), LAST, policyInForce());
      const all = ['bank', 'on-its-way', 'not-explained'].map((it) => onAsset(life, it, LAST));
      expect(all.reduce((sum, it) => sum + it)).toBe(figures.balance.amountPence);
      const isSettled = [...life.state.statements.lines.values()].every(
        (it) => it.state === 'matched' || it.state === 'recorded',
      );
      const hasStatements = life.state.statements.all.length > 0;
      if (hasStatements && isSettled && figures.unreconciled.amountPence === 0)
        expect(all.slice(1)).toEqual([0, 0]);
    },
  );
});

describe('These lives', () => {
  it('are not all alike: periods close, are signed, are reopened, lines are freed', () => {
    const seen = new Set<string>();
    for (const it of fc.sample(told, { seed: 17, numRuns: 500 }))
      for (const { event } of lived(it).happened) {
        seen.add(event.type);
        const freed = event.type === 'EntryReversed' ? event.line : event;
        if (freed && 'becomes' in freed) seen.add(`${event.type}, set aside again`);
      }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'PeriodClosed',
        'PeriodSignedOff',
        'PeriodReopened',
        'LineMatched',
        'MatchUndone',
        'LineRecorded',
        'LineSetAside',
        'LineIgnored',
        'LineRestored',
        'EntryReversed',
        'EntryReversed, set aside again',
        'MatchUndone, set aside again',
      ]),
    );
  });
});
