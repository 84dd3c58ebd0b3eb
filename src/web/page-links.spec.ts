import { addressWith, pageAsked, pageLinks, titleOfPage } from './page-links.js';

const list = (page: number, total: number) => ({ page, pageSize: 50, total });
const hrefOf = (page: number) => `/accounts?page=${page}`;

describe('A list in pages', () => {
  it('names its page where there are several', () => {
    expect(titleOfPage('Accounts', list(1, 50))).toBe('Accounts');
    expect(titleOfPage('Accounts', list(2, 51))).toBe('Accounts (page 2 of 2)');
  });

  it('has one page when nothing is in it, and none beyond its last', () => {
    expect(titleOfPage('Accounts', list(1, 0))).toBe('Accounts');
    expect(() => titleOfPage('Accounts', list(2, 50))).toThrow('There is nothing here');
  });

  it('leads to the first, the last and those beside it', () => {
    expect(pageLinks(list(5, 450), hrefOf)).toEqual({
      items: [
        { number: 1, href: '/accounts?page=1', current: false },
        { ellipsis: true },
        { number: 4, href: '/accounts?page=4', current: false },
        { number: 5, href: '/accounts?page=5', current: true },
        { number: 6, href: '/accounts?page=6', current: false },
        { ellipsis: true },
        { number: 9, href: '/accounts?page=9', current: false },
      ],
      previous: { href: '/accounts?page=4' },
      next: { href: '/accounts?page=6' },
    });
  });

  it('leads nowhere when it is one page, and not beyond its ends', () => {
    expect(pageLinks(list(1, 50), hrefOf)).toBeUndefined();
    expect(pageLinks(list(1, 60), hrefOf)).not.toHaveProperty('previous');
    expect(pageLinks(list(2, 60), hrefOf)).not.toHaveProperty('next');
  });

  it.each(['0', '-1', '1.5', '1e3', 'two', '', undefined, ['2', '3']])(
    'begins at its beginning where no page is asked for: %p',
    (text) => {
      expect(pageAsked(text)).toBe(1);
    },
  );
});

describe('An address', () => {
  it('leaves out what is not asked', () => {
    const parameters = { query: 'Ann & Co', sort: undefined, status: '' };
    expect(addressWith('/accounts', parameters)).toBe('/accounts?query=Ann+%26+Co');
    expect(addressWith('/accounts', {})).toBe('/accounts');
  });
});
