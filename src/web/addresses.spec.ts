import { insideUrl, isPage, ownAddress } from './addresses.js';

describe('An address', () => {
  it.each([
    ['/', '/pages'],
    ['/?next=%2Fmy', '/pages?next=%2Fmy'],
    ['/my/1?asAt=2026-05-01', '/pages/my/1?asAt=2026-05-01'],
    ['/apis', '/pages/apis'],
    ['/pages/my', '/pages/pages/my'],
  ])('%p is a page’s: %p', (url, inside) => {
    expect(insideUrl(url)).toBe(inside);
    expect(isPage({ url: inside })).toBe(true);
  });

  it.each([
    '/api',
    '/api/v1/budgets?page=2',
    '/api?x',
    '/health/live',
    '/metrics',
    '/assets/1/pages.css',
    '*',
    'http://127.0.0.1/my',
  ])('%p is none', (url) => {
    expect(insideUrl(url)).toBe(url);
    expect(isPage({ url })).toBe(false);
  });

  it.each(['/%zz', '/%ff', `/${'a'.repeat(201)}`])('%p has no page', (url) =>
    expect(insideUrl(url)).toBe('/pages//'),
  );
});

describe('Where to go on', () => {
  it.each(['/my/1?asAt=2026-05-01', '/help', '/?next=%2F'])('is an address of ours: %p', (own) =>
    expect(ownAddress(own)).toBe(own),
  );

  it.each([
    'https://example.org/my',
    '//example.org',
    '///example.org',
    '/\\example.org',
    '/\t/example.org/my',
    '/\n/example.org',
    '/.//example.org',
    'my',
    'javascript:alert(1)',
    '',
    undefined,
    ['/my', '/help'],
  ])('is home for %p', (text) => expect(ownAddress(text)).toBe('/'));
});
