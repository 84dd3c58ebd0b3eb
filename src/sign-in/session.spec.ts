import { randomBytes } from 'node:crypto';
import { StillClock } from '../../test/support/log-in-memory.js';
import { Sessions } from './session.js';

const keyOf = (bytes: Buffer) => ({ of: async () => new Uint8Array(bytes) });

describe('A sealed session', () => {
  const key = randomBytes(32);
  const sessions = new Sessions(new StillClock(), keyOf(key));
  const others = new Sessions(new StillClock(), keyOf(randomBytes(32)));

  it('is opened by every instance that has the key', async () => {
    const session = sessions.begin('demo-holder');
    const sealed = await sessions.sealedSession(session);
    expect(await new Sessions(new StillClock(), keyOf(key)).opened(sealed)).toEqual(session);
    expect(sealed).not.toContain(Buffer.from('demo-holder').toString('base64url').slice(0, -2));
  });

  it('is none under another key, changed, or of another kind', async () => {
    const sealed = await sessions.sealedSession(sessions.begin('demo-holder'));
    expect(await others.opened(sealed)).toBeUndefined();
    for (let at = 0; at < sealed.length - 1; at += 7) {
      const letter = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      expect(await sessions.opened(changed)).toBeUndefined();
    }
    const said = await sessions.sealed('said', sessions.begin('demo-manager'));
    expect(await sessions.opened(said)).toBeUndefined();
    expect(await sessions.opened(undefined)).toBeUndefined();
  });

  it('is never sealed twice alike', async () => {
    const session = sessions.begin('demo-holder');
    const [a, b] = [await sessions.sealedSession(session), await sessions.sealedSession(session)];
    expect(a).not.toBe(b);
  });
});

describe('The token of a form', () => {
  const sessions = new Sessions(new StillClock(), keyOf(randomBytes(32)));

  it('is that of its session, and of no other', async () => {
    const [anna, bilal] = [sessions.begin('anna'), sessions.begin('bilal')];
    const token = await sessions.tokenOf(anna);
    expect(await sessions.isTokenOf(anna, token)).toBe(true);
    expect(await sessions.isTokenOf(bilal, token)).toBe(false);
    expect(await sessions.isTokenOf(undefined, token)).toBe(false);
    for (const wrong of ['', `${token}A`, token.slice(1), [token], undefined, null, 1])
      expect(await sessions.isTokenOf(anna, wrong)).toBe(false);
  });
});
