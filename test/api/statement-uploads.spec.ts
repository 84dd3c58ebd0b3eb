import { LogUnavailable } from '../../src/event-log/event-log.js';
import { TestApp } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { FILES } from '../support/forms.js';
import { lloyds, Reconciling, type Row } from '../support/reconciling.js';

const app = await TestApp.start({ now: '2026-06-20T09:00:00Z' });
const council = new Council(app);
const reconciling = new Reconciling(app, council);
afterAll(() => app.close());

const OFFICER = 'demo-officer';
const account = async () => council.budget(await council.person('Anna Archer'));

const many = (n: number): Row[] =>
  Array.from({ length: n }, (_, i) => [1 + (i % 28), `SHOP ${i}`, -1 - (i % 50)] as const);

describe('A file that is too long for one append', () => {
  it('counts only when it is whole: broken off, it is finished by the same upload', async () => {
    const budgetId = await account();
    const { log } = app.ledger;
    const append = log.append.bind(log);
    let appends = 0;
    log.append = (...asked) =>
      ++appends === 3
        ? Promise.reject(new LogUnavailable('The disk is full'))
        : (append(...asked) as never);
    const file = lloyds(0, many(5_001));
    const send = () => reconciling.upload(budgetId, file, {}, OFFICER, { key: 'long' });
    expect((await send()).status).toBe(503);
    log.append = append;
    expect((await council.get(OFFICER, `/budgets/${budgetId}/statements`)).items).toEqual([]);

    const { status, body } = await send();
    expect([status, body.lines, body.duplicates]).toEqual([201, 5_001, 0]);
    const { lines } = await reconciling.look(body.statementId);
    expect(new Set(lines.map((it: { lineId: string }) => it.lineId)).size).toBe(5_001);
    expect(lines.map((it: { text: string }) => it.text)).toContain('SHOP 4999');
    const again = await send();
    expect(again.body).toEqual(body);
  }, 60_000);

  it('of 20,000 lines goes in, and one more is too many', async () => {
    const budgetId = await account();
    const { body } = await reconciling.upload(budgetId, lloyds(0, many(20_000)));
    expect([body.lines, body.addsUp]).toEqual([20_000, true]);
    const before = await written(app);
    const tooMany = await reconciling.upload(await account(), lloyds(0, many(20_001)));
    expect([tooMany.status, tooMany.body.code]).toEqual([413, 'too-large']);
    expect(before).not.toBe('');
  }, 120_000);
});

describe('What is no statement gets a sentence, and nothing is written:', () => {
  const zip = Buffer.from('504b0304140000000800', 'hex');
  it.each<[string, string | Buffer, number, RegExp]>([
    ['a PDF', FILES['application/pdf']!, 415, /PDF/],
    ['a picture', FILES['image/png']!, 415, /picture/],
    ['a zip file', zip, 415, /archive/i],
    ['an empty file', '', 400, /empty/i],
    ['blank lines', '\r\n\r\n \r\n', 400, /\w/],
    ['bytes', Buffer.from(Array.from({ length: 2_000 }, (_, i) => (i * 7919) % 256)), 400, /\w/],
    ['a letter', 'Dear Sir,\nplease find my statement.\nYours', 400, /\w/],
    [
      'a file of another currency',
      'Date,Description,Amount,Currency,Balance\n2026-05-04,A,-1.00,EUR,9.00\n2026-05-05,B,-1.00,EUR,8.00',
      400,
      /currency|pounds|euro/i,
    ],
    [
      'a file with a document type',
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      400,
      /\w/,
    ],
  ])('%s', async (_, file, status, sentence) => {
    const budgetId = await account();
    const before = await written(app);
    const answer = await reconciling.upload(budgetId, file);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(sentence);
    expect(answer.body.detail).toMatch(/\.$/);
    expect(await written(app)).toBe(before);
  });

  it('more than 5 MB', async () => {
    const budgetId = await account();
    const answer = await reconciling.upload(budgetId, Buffer.alloc(5 * 1_048_576 + 1, 65));
    expect([answer.status, answer.body.code]).toEqual([413, 'too-large']);
  });

  it.each<[Record<string, string>, string]>([
    [{ colour: 'red' }, 'colour'],
    [{ openingPence: '12.50' }, 'openingPence'],
    [{ closingPence: 'lots' }, 'closingPence'],
    [{ acceptOverlap: 'perhaps' }, 'acceptOverlap'],
    [{ mappingId: '2ed6657d-e927-568b-95e1-2665a8aea6a2' }, 'mappingId'],
  ])('a form with %p', async (fields, field) => {
    const budgetId = await account();
    const before = await written(app);
    const answer = await reconciling.upload(budgetId, lloyds(0, many(2)), fields);
    expect([answer.status, answer.body.errors?.[0].field]).toEqual([400, field]);
    expect(await written(app)).toBe(before);
  });
});

describe('A layout that is not known', () => {
  const header = 'When,What,Value,Card';
  const file = `${header}\n04/05/2026,Top up,-1680.00,1\n05/05/2026,Taxi,12.50,1\n`;

  it('is shown and asked about, and read without asking once it was said', async () => {
    const budgetId = await account();
    const before = await written(app);
    const asked = await reconciling.upload(budgetId, file);
    expect(asked).toMatchObject({
      status: 409,
      body: {
        code: 'needs-mapping',
        preview: {
          header: ['When', 'What', 'Value', 'Card'],
          rows: [
            ['04/05/2026', 'Top up', '-1680.00', '1'],
            ['05/05/2026', 'Taxi', '12.50', '1'],
          ],
          asks: expect.arrayContaining(['sign']),
        },
      },
    });
    expect(await written(app)).toBe(before);
    const columns = {
      name: 'County cards',
      header: ['When', 'What', 'Value', 'Card'],
      dateColumn: 'When',
      dateOrder: 'dmy',
      textColumns: ['What'],
      amountColumn: 'Value',
    };
    await council.post(OFFICER, '/statement-mappings', columns);
    await council.post(OFFICER, '/statement-mappings', { ...columns, invert: true });
    const { status, body } = await reconciling.upload(budgetId, file);
    expect([status, body.lines]).toEqual([201, 2]);
    const { lines } = await reconciling.look(body.statementId);
    expect(lines.map((it: { amountPence: number }) => it.amountPence)).toEqual([168_000, -1_250]);
    const { items } = await council.get(OFFICER, '/statement-mappings');
    expect(items).toMatchObject([{ name: 'County cards' }, { invert: true }]);
  });
});

describe('A person who is erased', () => {
  it('leaves lines without words, which still count', async () => {
    const personId = await council.person('Dan Dow');
    const budgetId = await council.budget(personId);
    const statementId = await reconciling.statement(budgetId, lloyds(0, [[4, 'SECRET SHOP', 5]]));
    await council.post(OFFICER, `/budgets/${budgetId}/closure`, {
      on: '2026-06-19',
      reason: 'Moved away',
    });
    const erased = await app.delete('demo-manager', `/people/${personId}`, {
      override: true,
      reason: 'Asked for',
    });
    expect(erased.status).toBe(204);
    const { lines } = await reconciling.look(statementId);
    expect(lines).toMatchObject([{ text: '[erased]', amountPence: 500 }]);
    const again = await reconciling.upload(budgetId, lloyds(0, [[4, 'SECRET SHOP', 5]]));
    expect([again.status, again.body.code]).toEqual([409, 'erased']);
  });
});
