import { lloyds, Reconciling, type Row } from '../support/reconciling.js';
import {
  ANNA,
  AUDITOR,
  Journey,
  line,
  MANAGER,
  NOMINEE,
  OFFICER,
  OTHER_MANAGER,
  soundly,
} from '../support/journey.js';

// The worked examples of the field, by their numbers, in the words in which officers tell them.

const checkOf = (body: { checks: { check: string; holds: boolean }[] }, check: string) =>
  body.checks.find((it) => it.check === check);

describe('The worked examples', () => {
  let journey: Journey;
  afterEach(() => journey.end());

  it('1: £420 → £300 because criteria changed is refused, and a reassessment is opened', async () => {
    journey = await Journey.start('2026-03-09');
    const { path } = await journey.budget({ opensOn: '2025-10-06' });
    await journey.agrees(path, '2025-10-06', 420_00);
    const proposal = {
      effectiveFrom: '2026-04-29',
      lines: [line('personal-care', 300_00)],
      reasons: ['criteria-changed'],
    };

    const refusal = await journey.isRefused(OFFICER, `${path}/reductions`, proposal);

    expect(refusal).toMatchObject({ code: 'not-a-basis', reviewId: expect.any(String) });
    expect(checkOf(refusal, 'lawful-basis')).toMatchObject({ holds: false });
    const seen = await journey.sees(OFFICER, path);
    expect(seen.reviews).toMatchObject([
      { reviewId: refusal.reviewId, kind: 'reassessment', state: 'scheduled' },
    ]);
    expect(seen.allocation.weeklyPence).toBe(420_00);
    expect(seen.nextChange).toBeNull();
    // Asked again while it is open, the refusal names the same one.
    const again = await journey.isRefused(OFFICER, `${path}/reductions`, proposal);
    expect(again.reviewId).toBe(refusal.reviewId);
    expect(await journey.eventTypes()).toEqual([
      'BudgetOpened',
      'AllocationAgreed',
      'ReassessmentCalledFor',
      'ReviewScheduled',
    ]);
  });

  it('2: notice on 1 April is too late for 15 April and in time for 29 April', async () => {
    journey = await Journey.start('2026-03-02');
    const { path } = await journey.budget({ opensOn: '2025-10-06' });
    await journey.agrees(path, '2025-10-06', 420_00);
    const tooSoon = await journey.proposes(path, '2026-04-15', 300_00);
    await journey.does(MANAGER, `${tooSoon}/approval`);
    journey.on('2026-04-01');
    const notice = { sentOn: '2026-04-01', channel: 'letter' };

    const refusal = await journey.isRefused(OFFICER, `${tooSoon}/notice`, notice);

    expect(refusal.code).toBe('gate');
    const missing = refusal.checks.filter((it: { holds: boolean }) => !it.holds);
    expect(missing).toMatchObject([{ check: 'notice' }]);
    await journey.does(OFFICER, `${tooSoon}/withdrawal`, { reason: 'Too soon' });

    const inTime = await journey.proposes(path, '2026-04-29', 300_00);
    await journey.does(MANAGER, `${inTime}/approval`);
    const { checks } = await journey.does(OFFICER, `${inTime}/notice`, notice);

    expect(checks.every((it: { holds: boolean }) => it.holds)).toBe(true);
    expect(checks).toHaveLength(11);
    const { allocation, nextChange } = await journey.sees(OFFICER, path);
    expect(allocation).toMatchObject({ weeklyPence: 420_00, effectiveTo: '2026-04-28' });
    expect(nextChange).toMatchObject({ weeklyPence: 300_00, effectiveFrom: '2026-04-29' });
  });

  it('2: a notice that could not be in time any more is refused at the approval', async () => {
    journey = await Journey.start('2026-04-01');
    const { path } = await journey.budget({ opensOn: '2025-10-06' });
    await journey.agrees(path, '2025-10-06', 420_00);
    const tooSoon = await journey.proposes(path, '2026-04-15', 300_00);
    const refusal = await journey.isRefused(MANAGER, `${tooSoon}/approval`);
    expect(refusal.code).toBe('gate');
    expect(checkOf(refusal, 'notice')).toMatchObject({ holds: false });
  });

  it('4: a backdated uplift raises what is owed for the weeks paid, and changes no payment', async () => {
    journey = await Journey.start('2026-05-06');
    const { path } = await journey.budget({ opensOn: '2026-03-04' });
    await journey.agrees(path, '2026-03-04', 420_00);
    const periods = [
      ['2026-03-04', '2026-03-31'],
      ['2026-04-01', '2026-04-28'],
      ['2026-04-29', '2026-05-26'],
    ] as const;
    for (const [periodFrom, periodTo] of periods)
      await journey.pays(path, periodFrom, 1680_00, { periodFrom, periodTo });
    journey.on('2026-05-20');
    const asAt = '2026-05-19';
    const before = await journey.figures(path, { asAt });

    journey.on('2026-05-20', '10:00:00Z');
    await journey.agrees(path, '2026-04-01', 440_00, { reason: 'uplift' });

    const after = await journey.figures(path, { asAt });
    // Eleven weeks at £420.00, paid to 26 May; then £20.00 more for seven weeks.
    expect(before).toMatchObject({
      entitledPence: 4620_00,
      paidPence: 5040_00,
      owedPence: -420_00,
    });
    expect(before['paidAheadPence']).toBe(420_00);
    expect(after).toMatchObject({ entitledPence: 4760_00, paidPence: 5040_00, owedPence: -280_00 });
    expect(after['balancePence']).toBe(before['balancePence']);
    const asKnownThen = { asAt, knownAt: '2026-05-20T09:30:00Z' } as const;
    expect(await journey.figures(path, asKnownThen)).toEqual(before);
    const history = await journey.history(path);
    expect(history.filter((it) => it.type === 'PaymentMade').map((it) => it.amountPence)).toEqual([
      1680_00, 1680_00, 1680_00,
    ]);
    expect(history.find((it) => it.type === 'AllocationIncreased')).toMatchObject({
      on: '2026-04-01',
      recordedAt: expect.stringMatching(/^2026-05-20T10:00:/),
      words:
        'The budget went up to £440.00 a week from 1 April 2026 on. This was agreed on 20 May 2026, ' +
        'so the council owes what is missing since then.',
    });
  });

  it('5: exactly eight weeks on the account are no surplus, and no money moves for a penny more', async () => {
    journey = await Journey.start('2026-04-20');
    const { path } = await journey.budget({ opensOn: '2026-04-06' });
    await journey.agrees(path, '2026-04-06', 350_00);
    await journey.pays(path, '2026-04-06', 2800_00);
    expect(await journey.figures(path)).toMatchObject({
      balancePence: 2800_00,
      weeksHeld: 8,
      surplusPence: 0,
      surplusShares: [],
    });

    const body = { kind: 'interest', amountPence: 1, receivedOn: '2026-04-20' };
    await journey.does(OFFICER, `${path}/receipts`, body);

    expect(await journey.figures(path)).toMatchObject({
      balancePence: 2800_01,
      surplusPence: 1,
      returnedPence: 0,
    });
    const types = ['BudgetOpened', 'AllocationAgreed', 'PaymentMade', 'OtherMoneyReceived'];
    expect(await journey.eventTypes()).toEqual(types);
  });

  it('6: a redundancy reserve lowers the surplus until it is released; what was known stays', async () => {
    journey = await Journey.start('2026-04-20');
    const { path } = await journey.budget({ opensOn: '2026-04-06' });
    await journey.agrees(path, '2026-04-06', 350_00);
    await journey.pays(path, '2026-04-06', 4000_00);
    const surplus = async (clocks = {}) => (await journey.figures(path, clocks))['surplusPence'];
    expect(await surplus()).toBe(1200_00);

    journey.on('2026-05-04');
    const reserve = { kind: 'redundancy', amountPence: 600_00 };
    const { reserveId } = await journey.does(OFFICER, `${path}/reserves`, reserve);
    expect(await surplus()).toBe(600_00);

    journey.on('2026-05-18');
    await journey.undoes(OFFICER, `${path}/reserves/${reserveId}`);
    expect(await surplus()).toBe(1200_00);
    expect(await surplus({ asAt: '2026-05-17' })).toBe(600_00);
    expect(await surplus({ knownAt: '2026-05-10T12:00:00Z' })).toBe(600_00);
    expect(await surplus({ knownAt: '2026-04-30T12:00:00Z' })).toBe(1200_00);
    // What was known on 10 May of any later day does not know of the release.
    expect(await surplus({ asAt: '2026-05-18', knownAt: '2026-05-10T12:00:00Z' })).toBe(600_00);
  });

  it('9: of a surplus of £400.00 the council’s part is £320.00 and £80.00 is the person’s', async () => {
    journey = await Journey.start('2026-04-20');
    const { path } = await journey.budget({ opensOn: '2026-01-05' });
    await journey.agrees(path, '2026-01-05', 350_00);
    await journey.pays(path, '2026-01-05', 4000_00, { fundingStream: 'adult-social-care' });
    await journey.does(OFFICER, `${path}/receipts`, {
      kind: 'contribution',
      amountPence: 1000_00,
      receivedOn: '2026-01-12',
    });
    await journey.spends(path, '2026-02-02', 500_00);
    const wages = { kind: 'wages', amountPence: 700_00, dueOn: '2026-05-01' };
    await journey.does(OFFICER, `${path}/commitments`, wages);
    const redundancy = { kind: 'redundancy', amountPence: 600_00 };
    await journey.does(OFFICER, `${path}/reserves`, redundancy);

    expect(await journey.figures(path)).toMatchObject({
      balancePence: 4500_00,
      committedPence: 700_00,
      reservedPence: 600_00,
      availablePence: 3200_00,
      surplusPence: 400_00,
      surplusShares: [
        { to: 'council', fundingStream: 'adult-social-care', amountPence: 320_00 },
        { to: 'person', amountPence: 80_00 },
      ],
    });
  });

  it('10: a reduction is not approved by its own proposer', async () => {
    journey = await Journey.start('2026-03-02');
    const { path } = await journey.budget({ opensOn: '2025-10-06' });
    await journey.agrees(path, '2025-10-06', 420_00);
    const lines = [line('personal-care', 300_00)];
    const proposal = { ...soundly, effectiveFrom: '2026-04-29', lines };
    const { reductionId } = await journey.does(MANAGER, `${path}/reductions`, proposal);

    const refusal = await journey.isRefused(MANAGER, `/reductions/${reductionId}/approval`);

    expect(refusal.code).toBe('approver-is-proposer');
    await journey.does(OTHER_MANAGER, `/reductions/${reductionId}/approval`);
    expect((await journey.sees(OFFICER, `/reductions/${reductionId}`)).state).toBe('approved');
  });

  it('11: a nominee whose appointment ended yesterday sees nothing; what they did stays', async () => {
    journey = await Journey.start('2026-05-19');
    const { path, personId } = await journey.budget({ opensOn: '2026-04-06' });
    await journey.does(OFFICER, `/people/${personId}/representatives`, {
      kind: 'nominee',
      fullName: 'Nell North',
      userId: NOMINEE,
      from: '2026-04-06',
      to: '2026-05-19',
    });
    const entryId = await journey.spends(path, '2026-05-18', 96_00, NOMINEE);
    expect(await journey.status(NOMINEE, path)).toBe(200);

    // The last day ends at midnight in London, an hour before midnight UTC.
    journey.on('2026-05-19', '22:59:59Z');
    expect(await journey.status(NOMINEE, path)).toBe(200);
    journey.on('2026-05-19', '23:00:01Z');

    for (const below of ['', '/figures', '/history', '/allocations'])
      expect(await journey.status(NOMINEE, path + below)).toBe(404);
    expect((await journey.sees(NOMINEE, '/budgets')).items).toEqual([]);
    const late = {
      amountPence: 1_00,
      spentOn: '2026-05-19',
      payee: 'Rosa Reed',
      category: 'other',
    };
    expect((await journey.app.post(NOMINEE, `${path}/expenses`, late)).status).toBe(404);
    const history = await journey.history(path);
    expect(history.find((it) => it.entryId === entryId)).toMatchObject({
      type: 'ExpenseRecorded',
      amountPence: 96_00,
      actor: { userId: NOMINEE, role: 'holder', onBehalfOf: personId },
    });
  });

  it('8: the same statement twice is nothing new, an overlapping one its new lines', async () => {
    journey = await Journey.start('2026-05-20');
    const { path, budgetId } = await journey.budget({ opensOn: '2026-04-06' });
    const reconciling = new Reconciling(journey.app);
    const april: Row[] = [
      [6, 'COUNTY COUNCIL', 960],
      [10, 'R REED', -96],
      [10, 'R REED', -96],
    ];
    const more: Row[] = [...april, [17, 'R REED', -96]];
    const send = async (rows: Row[]) =>
      (await reconciling.upload(budgetId, lloyds(0, rows, '04'))).body;

    const first = await send(april);
    expect(first).toMatchObject({ lines: 3, duplicates: 0, addsUp: true });
    expect(await send(april)).toMatchObject({
      statementId: first.statementId,
      lines: 0,
      duplicates: 3,
      eventIds: [],
    });
    expect(await send(more)).toMatchObject({ lines: 1, duplicates: 3 });

    const { items } = await journey.sees(OFFICER, `${path}/statements`);
    expect(items.map((it: { open: number }) => it.open)).toEqual([3, 1]);
  });

  it('12: an expense recorded twice is reversed once: history shows all three, balance one', async () => {
    journey = await Journey.start('2026-05-20');
    const { path } = await journey.budget({ opensOn: '2026-04-06', openingBalancePence: 500_00 });
    const first = await journey.spends(path, '2026-05-04', 120_00);
    const second = await journey.spends(path, '2026-05-04', 120_00);
    expect((await journey.figures(path))['balancePence']).toBe(260_00);

    const reversal = { entryId: second, reason: 'recorded-twice' };
    const { entryId } = await journey.does(OFFICER, `${path}/reversals`, reversal);

    expect(await journey.figures(path)).toMatchObject({ balancePence: 380_00, spentPence: 120_00 });
    const twice = await journey.isRefused(OFFICER, `${path}/reversals`, reversal);
    expect(twice.code).toBe('already-reversed');
    const [, one, two, putRight] = await journey.history(path);
    expect([one, two, putRight]).toMatchObject([
      { entryId: first, amountPence: 120_00, balanceAfterPence: 380_00 },
      { entryId: second, amountPence: 120_00, balanceAfterPence: 260_00 },
      { entryId, amountPence: 120_00, balanceAfterPence: 380_00 },
    ]);
    expect(one.reversedBy).toBeUndefined();
    expect([two.reversedBy, putRight.reverses]).toEqual([putRight.eventId, two.eventId]);
  });

  it('14: a provider takes over the money; budget, figures and history go on for the person', async () => {
    journey = await Journey.start('2026-05-20');
    const { path } = await journey.budget({ opensOn: '2026-04-06', openingBalancePence: 10_00 });
    await journey.agrees(path, '2026-04-06', 350_00);
    await journey.pays(path, '2026-04-06', 1400_00);
    const figures = await journey.figures(path);

    await journey.does(OFFICER, `${path}/deployment-mode`, {
      mode: 'provider',
      from: '2026-06-01',
      holder: 'Fern House',
      reason: 'Anna moved into a shared house',
    });

    expect(await journey.figures(path)).toEqual(figures);
    expect((await journey.sees(ANNA, path)).deploymentMode).toBe('cash');
    journey.on('2026-06-01');
    expect(await journey.sees(ANNA, path)).toMatchObject({
      deploymentMode: 'provider',
      status: 'open',
      figures: { balancePence: 1410_00 },
    });
    await journey.spends(path, '2026-06-01', 100_00);
    expect((await journey.figures(path))['balancePence']).toBe(1310_00);
    const types = (await journey.history(path, ANNA)).map((it) => it.type);
    expect(types).toEqual([
      'BudgetOpened',
      'AllocationAgreed',
      'PaymentMade',
      'DeploymentModeChanged',
      'ExpenseRecorded',
    ]);
    expect((await journey.sees(AUDITOR, '/integrity?full=true')).ok).toBe(true);
  });
});
