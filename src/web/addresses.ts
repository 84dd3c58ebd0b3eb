import type { FastifyRequest } from 'fastify';

/**
 * Where pages stand inside: outside, each address that is not one of the program's own is a page's.
 * So a page and an operation of the API may end alike, and whether a request is for a page can be
 * read off it before it has a route.
 */
export const INSIDE = 'pages';

/** Before these the prefix of the API does not stand. */
export const PAGES_PATTERN = `${INSIDE}{/*path}`;

const NO_PAGE = /^\/(?:api|health|metrics|assets)(?:[/?]|$)/;

/** No route has it, so there is no page at it. */
const NO_ADDRESS = `/${INSIDE}//`;
const LONGEST_PART = 200;

/** An address from outside, as routes know it. */
export function insideUrl(url = '/'): string {
  if (!url.startsWith('/') || NO_PAGE.test(url)) return url;
  if (!isAddress(url)) return NO_ADDRESS;
  return `/${INSIDE}${url.replace(/^\/(?=\?|$)/, '')}`;
}

/** What is none would be answered before anything of ours is asked, and not with a page. */
function isAddress(url: string): boolean {
  const path = url.split('?', 1)[0]!;
  if (path.split('/').some((it) => it.length > LONGEST_PART)) return false;
  try {
    return decodeURIComponent(path) !== '';
  } catch {
    return false;
  }
}

export const isPage = ({ url }: Pick<FastifyRequest, 'url'>): boolean =>
  url === `/${INSIDE}` || url.startsWith(`/${INSIDE}/`) || url.startsWith(`/${INSIDE}?`);

const NOWHERE = 'http://nowhere.invalid';

/** Somebody's word for where to go on: only addresses of this service, any other is home. */
export function ownAddress(text: unknown): string {
  if (typeof text !== 'string' || !/^\/(?![/\\])/.test(text)) return '/';
  if (!URL.canParse(text, NOWHERE)) return '/';
  // Browsers drop tabs and line breaks before they read an address, and so does this.
  const { origin, pathname, search } = new URL(text, NOWHERE);
  return origin === NOWHERE && !pathname.startsWith('//') ? pathname + search : '/';
}
