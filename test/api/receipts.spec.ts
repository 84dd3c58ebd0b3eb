import { Busy } from '../../src/event-log/event-log.js';
import { MAX_FILE_BYTES } from '../../src/web/upload.js';
import { TestApp, type Sending } from '../support/app.js';
import { Council, written } from '../support/council.js';
import { bytesOfErasable } from '../support/erasable.js';
import { A_PHOTO, aFile, FILES, form, photoOf, sendForm, type Form } from '../support/forms.js';

const app = await TestApp.start();
const council = new Council(app);
afterAll(() => app.close());

const holder = 'demo-holder';
const officer = 'demo-officer';
const UNKNOWN = '2ed6657d-e927-568b-95e1-2665a8aea6a2';
const SCRIPT = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

interface Spent {
  readonly personId: string;
  readonly budgetId: string;
  readonly entryId: string;
  /** Of its receipts. */
  readonly path: string;
}

async function spent(userId = holder): Promise<Spent> {
  const personId = await council.person('Anna Archer', { userId });
  const budgetId = await council.budget(personId);
  const entryId = await council.expense(budgetId);
  await council.readable();
  const path = `/budgets/${budgetId}/expenses/${entryId}/receipts`;
  return { personId, budgetId, entryId, path };
}

let anna: Spent;
beforeAll(async () => {
  anna = await spent();
  await council.representative(anna.personId);
});

const send = (
  what: Form | Buffer = A_PHOTO,
  { who = holder, path = anna.path, ...sending }: Sending & { who?: string; path?: string } = {},
) => sendForm(app, who, path, Buffer.isBuffer(what) ? form([aFile(what)]) : what, sending);

const list = async (path = anna.path) => (await council.get(officer, path)).items;

describe('A receipt', () => {
  it('is sent for an expense, and listed by what it is', async () => {
    const { path, entryId } = await spent();
    const { status, body } = await send(A_PHOTO, { path });
    expect([status, body]).toEqual([
      201,
      {
        receiptId: expect.any(String),
        version: expect.any(Number),
        position: expect.any(String),
        eventIds: [expect.any(String)],
      },
    ]);
    expect(await list(path)).toEqual([
      {
        receiptId: body.receiptId,
        eventId: body.eventIds[0],
        entryId,
        on: '2026-05-20',
        recordedAt: expect.any(String),
        type: 'image/jpeg',
        bytes: A_PHOTO.length,
      },
    ]);
  });

  it.each(Object.entries(FILES))('may be %s, and comes back byte for byte', async (type, file) => {
    const { body } = await send(file);
    const of = { personId: anna.personId, stream: `account-${anna.budgetId}` };
    const { fileHash } = await eventOf(body.receiptId);
    expect(await app.ledger.files.find(of, fileHash)).toEqual(file);
    expect((await list()).at(-1)).toMatchObject({ type, bytes: file.length });
  });

  it('may have 10 MB', async () => {
    expect((await send(photoOf(MAX_FILE_BYTES))).status).toBe(201);
    expect((await list()).at(-1).bytes).toBe(MAX_FILE_BYTES);
  });

  it.each([
    ['demo-nominee', true],
    [officer, false],
    ['demo-manager', false],
  ])('is sent by %s, and the event says whose side did', async (who, byHolderSide) => {
    const { status, body } = await send(A_PHOTO, { who });
    expect(status).toBe(201);
    expect(await eventOf(body.receiptId)).toMatchObject({ byHolderSide });
  });

  it('stands in the history, and changes no figure', async () => {
    const { budgetId, entryId, path } = await spent();
    const figures = async () =>
      (await council.get(officer, `/budgets/${budgetId}/figures`)).figures;
    const before = await figures();
    await send(A_PHOTO, { path });
    const { items } = await council.get(officer, `/budgets/${budgetId}/history?kind=expense`);
    expect(items.at(-1)).toMatchObject({
      type: 'ReceiptSent',
      entryId,
      words: 'A receipt was sent for money that was spent.',
    });
    expect(await figures()).toEqual(before);
  });
});

/** Of the log, as an auditor sees it. */
async function eventOf(receiptId: string) {
  const { body } = await app.get('demo-auditor', '/events?type=ReceiptSent&limit=10000');
  const events = String(body)
    .split('\n')
    .filter((it) => it !== '')
    .map((it) => JSON.parse(it).data);
  return events.find((it) => it.receiptId === receiptId);
}

describe('The file', () => {
  const get = (who: string, path: string) => app.get(who, path);
  const sent = async (file = A_PHOTO, path = anna.path) => {
    const { receiptId } = (await send(file, { path })).body;
    await council.readable();
    return `${path}/${receiptId}`;
  };

  it('is saved under a name of ours, as nothing that could run or be guessed at', async () => {
    const path = await sent();
    const { status, headers, body } = await get(holder, path);
    expect([status, headers]).toMatchObject([
      200,
      {
        'content-type': 'application/octet-stream',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-length': String(A_PHOTO.length),
        'content-disposition': expect.stringMatching(
          /^attachment; filename="receipt-2026-05-20-[0-9a-f]{8}\.jpg"$/,
        ),
      },
    ]);
    expect(body).toContain('JFIF');
  });

  it('whose sender calls it ../../x.svg harms nobody, and its name is kept nowhere', async () => {
    const name = { fileName: '../../x.svg', type: 'image/svg+xml' };
    const both = Buffer.concat([A_PHOTO, Buffer.from(SCRIPT)]);
    const { status, body } = await send(form([aFile(both, name)]));
    expect(status).toBe(201);
    await council.readable();
    const { headers } = await get(holder, `${anna.path}/${body.receiptId}`);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(
        /^attachment; filename="receipt-[0-9a-f-]+\.jpg"$/,
      ),
    });
    const disk = await bytesOfErasable(app.folder);
    const log = String((await get('demo-auditor', '/events?limit=10000')).body);
    for (const it of ['x.svg', '<script>', 'alert(1)'])
      expect([it, disk.includes(it), log.includes(it)]).toEqual([it, false, false]);
  });

  it('is open to whom it belongs, those who act for them, and officers; to nobody who looks', async () => {
    const supported = await spent('somebody-else');
    await council.representative(supported.personId, { kind: 'supporter' });
    const own = await sent();
    const theirs = await council.receipt(supported.budgetId, supported.entryId);
    await council.readable();
    const statuses = async (path: string, whos: readonly string[]) =>
      Promise.all(whos.map(async (who) => [who, (await get(who, path)).status]));
    const whos = [holder, 'demo-nominee', officer, 'demo-manager', 'demo-auditor'];
    expect(await statuses(own, whos)).toEqual([
      [holder, 200],
      ['demo-nominee', 200],
      [officer, 200],
      ['demo-manager', 200],
      ['demo-auditor', 403],
    ]);
    for (const path of [supported.path, `${supported.path}/${theirs}`])
      expect(await statuses(path, [holder, 'demo-nominee'])).toEqual([
        [holder, 404],
        ['demo-nominee', 403],
      ]);
  });

  it('is under its own expense alone', async () => {
    const path = await sent();
    const other = await council.expense(anna.budgetId);
    await council.readable();
    expect((await get(holder, path.replace(anna.entryId, other))).status).toBe(404);
  });
});

describe('Nothing is recorded, or kept,', () => {
  const photo = form([aFile(A_PHOTO)]);
  const several: readonly [string, Form, number][] = [
    ['of a drawing with a script', form([aFile(SCRIPT, { fileName: '../../x.svg' })]), 415],
    ['of a page that is called a photo', form([aFile('<html><script>1</script>')]), 415],
    ['of an empty file', form([aFile('')]), 400],
    ['of no file', form([]), 400],
    ['of two files', form([aFile(A_PHOTO), aFile(A_PHOTO)]), 400],
    ['of a field beside it', form([aFile(A_PHOTO), { name: 'note', value: 'a' }]), 400],
    ['of 10 MB and a byte', form([aFile(photoOf(MAX_FILE_BYTES + 1))]), 413],
    ['of half a form', { ...photo, body: photo.body.subarray(0, -9) }, 400],
    ['of JSON', { body: Buffer.from('{}'), headers: { 'content-type': 'application/json' } }, 415],
    [
      'of a form without a boundary',
      { ...photo, headers: { 'content-type': 'multipart/form-data' } },
      415,
    ],
  ];
  const CODES = { 400: 'invalid', 413: 'too-large', 415: 'unsupported-type' } as const;
  it.each(several)('%s', async (_, what, status) => {
    const before = await written(app);
    const answer = await send(what);
    const code = CODES[status as keyof typeof CODES];
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await written(app)).toBe(before);
  });

  it.each<[string, () => Sending & { who?: string; path?: string }, number]>([
    ['without a key', () => ({ withoutKey: true }), 400],
    ['for an auditor', () => ({ who: 'demo-auditor' }), 403],
    ['for nobody', () => ({ who: 'demo-king' }), 401],
    [
      'for an expense that nobody knows',
      () => ({ path: anna.path.replace(anna.entryId, UNKNOWN) }),
      404,
    ],
    [
      'for a budget that nobody knows',
      () => ({ path: anna.path.replace(anna.budgetId, UNKNOWN) }),
      404,
    ],
  ])('%s', async (_, sending, status) => {
    const before = await written(app);
    expect((await send(A_PHOTO, sending())).status).toBe(status);
    expect(await written(app)).toBe(before);
  });

  it('where its sender did not see the budget as it is; the file is let go of in time', async () => {
    const head = await app.ledger.log.head();
    const stale = { headers: { 'if-match': '"7"' } };
    expect((await send(photoOf(77), stale)).status).toBe(412);
    expect(await app.ledger.log.head()).toBe(head);
  });

  it('for what is no expense', async () => {
    const payment = await council.payment(anna.budgetId);
    await council.readable();
    const before = await written(app);
    const path = anna.path.replace(anna.entryId, payment);
    expect((await send(photoOf(55), { path })).status).toBe(404);
    expect(await written(app)).toBe(before);
  });

  it('before it is known that its sender may: what is wrong with the file comes later', async () => {
    const drawing = form([aFile(SCRIPT)]);
    expect((await send(drawing, { who: 'demo-auditor' })).status).toBe(403);
    const huge = form([aFile(photoOf(MAX_FILE_BYTES + 1))]);
    expect((await send(huge, { path: anna.path.replace(anna.entryId, UNKNOWN) })).status).toBe(404);
  });
});

describe('Sent again under the same key', () => {
  it('the same file counts once, whatever its boundary and its name', async () => {
    const key = { key: 'same-file' };
    const first = await send(form([aFile(A_PHOTO)], 'one'), key);
    const before = await written(app);
    const again = await send(form([aFile(A_PHOTO, { fileName: 'other.png' })], 'two'), key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect(await written(app)).toBe(before);
  });

  it('another file is refused, and not kept', async () => {
    const key = { key: 'other-file' };
    await send(A_PHOTO, key);
    const before = await written(app);
    const other = await send(FILES['image/png']!, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    expect(await written(app)).toBe(before);
  });

  it('twice at one instant, it counts once', async () => {
    const key = { key: 'at-once' };
    const [one, two] = await Promise.all([send(A_PHOTO, key), send(A_PHOTO, key)]);
    expect([one!.status, one!.body]).toEqual([two!.status, two!.body]);
    expect(
      (await list()).filter((it: { receiptId: string }) => it.receiptId === one!.body.receiptId),
    ).toHaveLength(1);
  });

  it('after it ended between file and event, there is one of each', async () => {
    const { path } = await spent();
    const file = photoOf(1_234);
    const { writer } = app.ledger;
    const usual = writer.hindrance;
    writer.hindrance = () => new Busy();
    const head = await app.ledger.log.head();
    const broken = await send(file, { path, key: 'broken' });
    writer.hindrance = usual;
    expect([broken.status, await app.ledger.log.head()]).toEqual([503, head]);
    expect(await list(path)).toEqual([]);
    const again = await send(file, { path, key: 'broken' });
    expect(again.status).toBe(201);
    expect(await list(path)).toHaveLength(1);
    const { body } = await app.get(officer, `${path}/${again.body.receiptId}`);
    expect(body).toHaveLength(file.toString().length);
  });
});

describe('After an erasure', () => {
  let erased: Spent;
  let receiptId: string;
  beforeAll(async () => {
    erased = await spent('carys');
    const sent = await send(A_PHOTO, { who: officer, path: erased.path, key: 'of-carys' });
    ({ receiptId } = sent.body);
    await council.readable();
    const body = { override: true, reason: 'Asked for by the person' };
    expect((await app.delete('demo-manager', `/people/${erased.personId}`, body)).status).toBe(204);
  });

  it('the file is gone', async () => {
    const { status, body } = await app.get(officer, `${erased.path}/${receiptId}`);
    expect([status, body.code]).toEqual([404, 'not-found']);
    const rows = await app.ledger.erasable
      .selectFrom('files')
      .select('file_id')
      .where('person_id', '=', erased.personId)
      .execute();
    expect(rows).toEqual([]);
  });

  it('that it was sent stays, and every hash verifies', async () => {
    expect(await list(erased.path)).toMatchObject([{ receiptId, type: 'image/jpeg' }]);
    const { body } = await app.get('demo-auditor', '/integrity?full=true');
    expect(body.ok).toBe(true);
  });

  it('no further one is taken: 409 erased', async () => {
    const before = await written(app);
    const { status, body } = await send(A_PHOTO, { who: officer, path: erased.path });
    expect([status, body.code]).toEqual([409, 'erased']);
    expect(await written(app)).toBe(before);
  });

  it('the request that sent it is answered as before', async () => {
    const again = await send(A_PHOTO, { who: officer, path: erased.path, key: 'of-carys' });
    expect([again.status, again.body.receiptId]).toEqual([201, receiptId]);
  });
});
