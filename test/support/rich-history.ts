import type { LocalDate } from '../../src/kernel/dates.js';
import {
  ANNA,
  authority,
  Journey,
  line,
  MANAGER,
  NOMINEE,
  OFFICER,
  OTHER_MANAGER,
} from './journey.js';

/**
 * Two years of three people through the front door, with every kind of event in them: Anna's budget
 * is reduced, challenged, varied and closed; Bilal's is annulled, suspended, withdrawn; Carys, who
 * never had one, is erased.
 */
export async function richHistory(): Promise<Journey> {
  const journey = await Journey.start('2025-10-01');
  const anna = await annasFirstMonths(journey);
  const bilal = await bilalsBudget(journey);
  await reductions(journey, anna, bilal);
  await endings(journey, anna);
  return journey;
}

async function annasFirstMonths(journey: Journey): Promise<string> {
  const { path, personId } = await journey.budget({
    opensOn: '2025-10-06',
    openingBalancePence: 50_00,
  });
  const lines = [line('personal-care', 300_00), line('respite', 120_00)];
  await journey.agrees(path, '2025-10-06', 0, { lines, contributionWeeklyPence: 32_00 });
  await journey.agrees(path, '2026-03-02', 440_00, { reason: 'uplift' });
  await journey.does(OFFICER, `/people/${personId}/representatives`, {
    kind: 'nominee',
    fullName: 'Nell North',
    userId: NOMINEE,
    from: '2025-10-06',
  });

  journey.on('2025-11-03');
  const days: LocalDate[] = ['2025-10-06', '2025-11-03'];
  for (const day of days) await journey.pays(path, day, 1680_00);
  const bounced = await journey.pays(path, '2025-11-03', 99_00);
  const back = { bouncedOn: '2025-11-03', reason: 'Account number mistyped' };
  await journey.does(OFFICER, `${path}/payments/${bounced}/bounce`, back);
  const contribution = { kind: 'contribution', amountPence: 128_00, receivedOn: '2025-10-10' };
  await journey.does(OFFICER, `${path}/receipts`, contribution);
  const refund = { kind: 'refund', amountPence: 12_50, receivedOn: '2025-10-31' };
  await journey.does(OFFICER, `${path}/receipts`, refund);
  await annasExpenses(journey, path);
  await annasLiabilities(journey, path);
  await annasStatement(journey, path);
  return path;
}

/** Matched, recorded, asked about; closed, signed, reopened. */
async function annasStatement(journey: Journey, path: string): Promise<void> {
  const entryId = await journey.spends(path, '2025-10-07', 24_00);
  const { statementId } = await journey.does(OFFICER, `${path}/statements/keyed`, {
    openingPence: 50_00,
    closingPence: 14_00,
    lines: [
      { on: '2025-10-07', text: 'R REED', amountPence: -24_00 },
      { on: '2025-10-08', text: 'SHOP', amountPence: -12_00 },
    ],
  });
  const at = `/statements/${statementId}`;
  const { lines } = await journey.sees(OFFICER, at);
  const [reed, shop] = lines.map((it: { lineId: string }) => `${at}/lines/${it.lineId}`);
  await journey.does(OFFICER, `${reed}/match`, { entryIds: [entryId] });
  await journey.undoes(OFFICER, `${reed}/match`);
  await journey.does(OFFICER, `${reed}/match`, { entryIds: [entryId] });
  const bought = { kind: 'expense', payee: 'A shop', category: 'equipment' };
  const recorded = await journey.does(OFFICER, `${shop}/record`, bought);
  const wrong = { entryId: recorded.entryId, reason: 'wrong-category' };
  await journey.does(OFFICER, `${path}/reversals`, wrong);
  await journey.undoes(OFFICER, `${path}/matching-rules/${recorded.eventIds[1]}`);
  const reason = { reason: 'Nobody knows' };
  await journey.does(OFFICER, `${shop}/set-aside`, { ...reason, question: 'What was it?' });
  await journey.does(ANNA, `${shop}/explanation`, { answer: 'A lamp.' });
  await journey.does(OFFICER, `${shop}/restore`, reason);
  await journey.does(OFFICER, `${shop}/ignore`, reason);
  const mistake = { lines: [{ on: '2025-10-20', text: 'SOMEBODY ELSE', amountPence: 5_00 }] };
  const other = await journey.does(OFFICER, `${path}/statements/keyed`, mistake);
  const why = { reason: 'Of another person' };
  await journey.does(OFFICER, `/statements/${other.statementId}/withdrawal`, why);
  await journey.does(OFFICER, `${at}/close`);
  await journey.does(MANAGER, `${at}/sign-off`);
  await journey.does(MANAGER, `${at}/reopening`, { reason: 'An invoice came late' });
}

async function annasExpenses(journey: Journey, path: string): Promise<void> {
  const wages = await journey.spends(path, '2025-10-17', 96_00, NOMINEE);
  const twice = await journey.spends(path, '2025-10-17', 96_00);
  await journey.does(OFFICER, `${path}/reversals`, { entryId: twice, reason: 'recorded-twice' });
  const tyres = await journey.spends(path, '2025-10-24', 40_00);
  for (const entryId of [wages, tyres]) {
    const at = `${path}/expenses/${entryId}`;
    await journey.does(OFFICER, `${at}/query`, { question: 'What was this for?' });
    await journey.does(ANNA, `${at}/explanation`, { answer: 'As it says in the plan.' });
  }
  await journey.does(OFFICER, `${path}/expenses/${wages}/acceptance`);
  const more = { answer: 'They were for Friday, too.' };
  await journey.does(ANNA, `${path}/expenses/${wages}/explanation`, more);
  const unasked = await journey.spends(path, '2025-10-25', 4_00);
  const before = { answer: 'A bus to the clinic.' };
  await journey.does(ANNA, `${path}/expenses/${unasked}/explanation`, before);
  const reason = 'Not in the support plan';
  await journey.does(OFFICER, `${path}/expenses/${tyres}/disallowance`, { reason });
  await journey.sends(ANNA, `${path}/expenses/${tyres}/receipts`);
  const wrong = { about: { figure: 'spent' }, narrative: 'They were for the wheelchair.' };
  const { disagreementId } = await journey.does(NOMINEE, `${path}/disagreements`, wrong);
  const answer = { answer: 'It stays spent, as it was.', outcome: 'explained' };
  await journey.does(OFFICER, `${path}/disagreements/${disagreementId}/answer`, answer);
}

async function annasLiabilities(journey: Journey, path: string): Promise<void> {
  const wages = { kind: 'wages', amountPence: 240_00, dueOn: '2025-11-01', repeatsWeekly: 4 };
  const { commitmentId } = await journey.does(OFFICER, `${path}/commitments`, wages);
  await journey.does(OFFICER, `${path}/commitments/${commitmentId}/settlement`);
  await journey.undoes(OFFICER, `${path}/commitments/${commitmentId}`);
  const redundancy = { kind: 'redundancy', amountPence: 600_00, until: '2027-03-31' };
  const { reserveId } = await journey.does(OFFICER, `${path}/reserves`, redundancy);
  await journey.undoes(OFFICER, `${path}/reserves/${reserveId}`);
  const back = { amountPence: 30_00, returnedOn: '2025-11-03', cause: 'overpayment' };
  await journey.does(OFFICER, `${path}/returns`, back);
}

async function bilalsBudget(journey: Journey): Promise<string> {
  journey.on('2026-01-05');
  const { path } = await journey.budget({
    of: 'Bilal Bashir',
    userId: 'bilal',
    opensOn: '2026-01-05',
    basis: 'gross',
  });
  await journey.agrees(path, '2026-01-05', 120_00);
  const typed = await journey.agrees(path, '2026-01-06', 1200_00, { reason: 'need-increased' });
  await journey.does(MANAGER, `${path}/allocations/${typed}/annulment`, { reason: 'Typed wrong' });
  const equipment = { purpose: 'equipment', fundingStream: 'equipment', on: '2026-02-02' };
  for (const amountPence of [250_00, 90_00])
    await journey.does(OFFICER, `${path}/one-offs`, { ...equipment, amountPence, authority });
  const { oneOffId } = await journey.does(OFFICER, `${path}/one-offs`, {
    ...equipment,
    amountPence: 1_00,
    authority,
  });
  await journey.does(MANAGER, `${path}/one-offs/${oneOffId}/annulment`, { reason: 'Typed wrong' });
  const assessment = { weeklyPence: 10_00, effectiveFrom: '2026-01-05', assessmentReference: 'FA' };
  await journey.does(OFFICER, `${path}/contributions/assessment`, assessment);
  await journey.does(OFFICER, `${path}/suspension`, { from: '2026-01-12', reason: 'abroad' });
  await journey.undoes(OFFICER, `${path}/suspension?on=2026-01-19`);
  const mode = { mode: 'trust', from: '2026-02-01', reason: 'As Bilal asked' };
  await journey.does(OFFICER, `${path}/deployment-mode`, mode);
  return path;
}

async function reductions(journey: Journey, anna: string, bilal: string): Promise<void> {
  journey.on('2026-03-09');
  const noBasis = {
    effectiveFrom: '2026-06-01',
    lines: [line('personal-care', 100_00)],
    reasons: ['budget-pressure'],
  };
  const { reviewId } = await journey.isRefused(OFFICER, `${bilal}/reductions`, noBasis);
  await journey.does(OFFICER, `/reviews/${reviewId}/start`);
  const found = { outcome: 'continues', involved: ['person'], needsChanged: false };
  await journey.does(OFFICER, `/reviews/${reviewId}/completion`, found);

  const since = { reassessment: { reference: 'RA 2026/77', completedOn: '2026-03-06' } };
  const reduction = await journey.proposes(anna, '2026-04-29', 300_00, since);
  await journey.does(MANAGER, `${reduction}/approval`);
  const notice = { sentOn: '2026-03-09', channel: 'letter' };
  await journey.does(OFFICER, `${reduction}/notice`, notice);
  await journey.does(ANNA, `${reduction}/challenge`, { ground: 'need-unchanged' });
  journey.on('2026-05-11');
  await journey.does(OTHER_MANAGER, `${reduction}/challenge-decision`, {
    outcome: 'varied',
    reasons: 'In part',
    lines: [line('personal-care', 360_00)],
    effectiveFrom: '2026-06-08',
  });
  const asked = { reasons: ['person-requested'] };
  const withdrawn = await journey.proposes(bilal, '2026-07-06', 100_00, asked);
  await journey.does(OFFICER, `${withdrawn}/withdrawal`, { reason: 'Bilal changed his mind' });
}

async function endings(journey: Journey, anna: string): Promise<void> {
  journey.on('2026-05-18');
  await journey.does(OFFICER, `${anna}/closure`, { on: '2026-06-07', reason: 'Moved away' });
  await journey.spends(anna, '2026-05-18', 12_00);
  const carys = await journey.person('Carys Cole');
  await journey.app.delete(MANAGER, `/people/${carys}`, { reason: 'Asked', override: true });
}
