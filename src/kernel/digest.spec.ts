import { derivedId, idOfHash, requestIdOf, sha256 } from './digest.js';

describe('Ids', () => {
  it('derived: the example of RFC 9562, A.4', () =>
    expect(derivedId('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    ));

  it('of a hash: its first 128 bits, but for version and variant', () =>
    expect(idOfHash(sha256('abc'))).toBe('ba7816bf-8f01-8fea-8141-40de5dae2223'));

  it('of a request: the same for ever, and another for another user or key', () => {
    expect(requestIdOf('olu', 'k')).toBe('a86a51c0-ab89-5282-ab8e-781bf66212a6');
    expect(requestIdOf('olu', 'k')).not.toBe(requestIdOf('mia', 'k'));
    expect(requestIdOf('olu', 'k')).not.toBe(requestIdOf('olu', 'k2'));
  });
});
