import { hashOfWords, newKey, personKey, seal, unseal } from './sealing.js';

const key = personKey(Buffer.alloc(32, 7));
const request = '2ed6657d-e927-568b-95e1-2665a8aea6a2';
const words = { payee: 'Rosa', note: 'Two nights – thank you' };

describe('Sealed words', () => {
  it('come back with the key and the request they were sealed with', () =>
    expect(unseal(key, request, seal(key, request, words))).toEqual(words));

  it('cannot be read', () =>
    expect(seal(key, request, words).includes(Buffer.from('Rosa'))).toBe(false));

  it('look different each time', () =>
    expect(seal(key, request, words)).not.toEqual(seal(key, request, words)));

  it('stay shut under another key, for another request, or when a bit has changed', () => {
    const sealed = seal(key, request, words);
    expect(() => unseal(personKey(newKey()), request, sealed)).toThrow();
    expect(() => unseal(key, request.replace('2', '3'), sealed)).toThrow();
    sealed[40]! ^= 1;
    expect(() => unseal(key, request, sealed)).toThrow();
  });
});

describe('The hash of words', () => {
  it('is the one that was frozen', () =>
    expect(hashOfWords(key, words)).toBe(
      '9832146c8a784e18796f30f36ee0f6bcbc258536dbae25faeacaab088e51e356',
    ));

  it('does not depend on the order in which they were said', () =>
    expect(hashOfWords(key, { note: words.note, payee: words.payee })).toBe(
      hashOfWords(key, words),
    ));

  it('tells nothing without the key', () =>
    expect(hashOfWords(personKey(newKey()), words)).not.toBe(hashOfWords(key, words)));
});
