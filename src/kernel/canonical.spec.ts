import { canonicalJson, present } from './canonical.js';

describe('Canonical JSON', () => {
  it('sorts keys by code point, at every depth, and leaves lists as they are', () =>
    expect(canonicalJson({ b: [2, 1], a: { z: true, Z: 'x', '\u{1F600}': 1, '\uFF01': 2 } })).toBe(
      '{"a":{"Z":"x","z":true,"\uFF01":2,"\u{1F600}":1},"b":[2,1]}',
    ));

  it('escapes as JSON.stringify does', () =>
    expect(canonicalJson('a"\\\n\u0007é€')).toBe(JSON.stringify('a"\\\n\u0007é€')));

  it('writes nothing as 0, whichever side it came from', () => expect(canonicalJson(-0)).toBe('0'));

  it.each([
    [0.1],
    [2 ** 53],
    [Number.NaN],
    [null],
    [undefined],
    [{ a: undefined }],
    [1n],
    ['\ud800'],
  ])('has no way to write %p', (value) => expect(() => canonicalJson(value)).toThrow(TypeError));
});

describe('Present', () => {
  it('leaves out what is undefined', () =>
    expect(Object.keys(present({ a: 1, b: undefined }))).toEqual(['a']));
});
