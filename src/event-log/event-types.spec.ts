import { UnknownEvent, Unwritable, type Position, type Recorded } from './event-log.js';
import { EventTypes } from './event-types.js';

const types = new EventTypes({ Opened: 2 }, { Closed: 1 });
const recorded = (type: string, schemaVersion: number) =>
  ({ event: { type }, schemaVersion, position: 'p' as Position }) as Recorded;

describe('Event types', () => {
  it('are written in the version of today', () => expect(types.versionOf('Opened')).toBe(2));
  it('are not written unless a room has them', () =>
    expect(() => types.versionOf('Lost')).toThrow(Unwritable));

  it.each([1, 2])('are read in version %i, of today or before', (version) =>
    expect(() => types.mustKnow(recorded('Opened', version))).not.toThrow(),
  );
  it.each<[string, number]>([
    ['Opened', 3],
    ['Lost', 1],
  ])('are not skipped when unknown: %s, version %i', (type, version) =>
    expect(() => types.mustKnow(recorded(type, version))).toThrow(UnknownEvent),
  );

  it('belong to one room each', () =>
    expect(() => new EventTypes({ Opened: 1 }, { Opened: 1 })).toThrow('Two rooms have an event'));
});
