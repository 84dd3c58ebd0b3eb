import type { Instant } from '../kernel/dates.js';
import {
  dataText,
  envelopeOf,
  FIRST_ROOT,
  firstHash,
  hashOf,
  metaText,
  rootOf,
  type Meta,
} from './chain.js';

// Computed by another program, in another language. Whatever changes here, these must not.

const opened: Meta = {
  stream: 'budget-anna',
  version: 0,
  type: 'BudgetOpened',
  schemaVersion: 1,
  recordedAt: '2027-04-01T09:00:00.000000Z' as Instant,
  actor: { userId: 'olu', role: 'officer' },
  requestId: 'a86a51c0-ab89-5282-ab8e-781bf66212a6',
};
const noted: Meta = {
  ...opened,
  version: 1,
  type: 'NoteTaken',
  schemaVersion: 2,
  recordedAt: '2027-04-01T09:00:00.000001Z' as Instant,
  actor: { userId: 'bilal', role: 'holder', onBehalfOf: 'anna' },
  requestId: '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  correlationId: 'c1',
  causationId: 'ba7816bf-8f01-8fea-8141-40de5dae2223',
};
const note = {
  type: 'NoteTaken',
  minus: -7,
  code: 'café € \u{1F600} "x"\n',
  list: [{ b: 1, a: true }, []],
};

const FIRST = '24ab3bd3f435d1531faa23b3b63a2bd52a36a515bd430a6376d413daf0b69411';
const HASH_0 = '4fc759b1fdef3ae54a944a76b8d711d8c2d1d429834d8ef4fb67a905f9bfaf95';
const HASH_1 = '182e2f6c490666af926d889c89732a79e60c7f1e31a20fa927e6edbaf6719676';

describe('The chain', () => {
  it('starts from the name of the stream', () => expect(firstHash('budget-anna')).toBe(FIRST));

  it('hashes these bytes, for ever', () => {
    expect(metaText(opened)).toBe(
      '{"actor":{"role":"officer","userId":"olu"},"recordedAt":"2027-04-01T09:00:00.000000Z",' +
        '"requestId":"a86a51c0-ab89-5282-ab8e-781bf66212a6","schemaVersion":1,' +
        '"stream":"budget-anna","type":"BudgetOpened","version":0}',
    );
    const event = { type: 'BudgetOpened', on: '2027-04-05', openingBalancePence: 12345 } as const;
    const data = dataText(event);
    expect(data).toBe('{"on":"2027-04-05","openingBalancePence":12345}');
    expect(hashOf(FIRST, metaText(opened), data)).toBe(HASH_0);
    expect(hashOf(HASH_0, metaText(noted), dataText(note))).toBe(HASH_1);
  });

  it('notices a byte that moves from what is said about an event into the event', () =>
    expect(hashOf(FIRST, 'ab', 'c')).not.toBe(hashOf(FIRST, 'a', 'bc')));

  it('seals heads under a root that runs on', () => {
    const heads = [
      ['account-anna', 2, '11'.repeat(32)],
      ['budget-anna', 1, HASH_1],
    ] as const;
    const root = rootOf(FIRST_ROOT, heads);
    expect(root).toBe('fa0bdce6430ed062eff2f88459dae835602c44b782b8718e1fd9e705caf58aad');
    expect(rootOf(root, heads)).not.toBe(root);
  });

  it('takes of who asks only what belongs into the log', () => {
    const asked = {
      actor: { userId: 'olu', role: 'officer', name: 'Olu Bello' },
      requestId: opened.requestId,
      requestHash: 'guessable',
    };
    expect(envelopeOf(asked)).toEqual({ actor: opened.actor, requestId: opened.requestId });
  });
});
