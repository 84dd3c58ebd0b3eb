import type { MomentsAsked } from './moments-asked.js';
import { shown, type Link, type Shown } from './page.js';

/** What stands round every page in easy words. */
export interface EasyFrame {
  readonly base: string;
  readonly easyBase: string;
  readonly voice: 'you' | 'others';
  readonly section: string;
  readonly fullName: string;
  readonly moments?: MomentsAsked;
  /** Addresses keep the moments that are asked. */
  readonly keep: (href: string) => string;
}

interface Part {
  readonly heading?: string;
  readonly lines: readonly string[];
  readonly links?: readonly Link[];
}

/** `path`: of the same page in other words, below the base. */
export function easyPage(
  frame: EasyFrame,
  title: string,
  path: string,
  parts: readonly Part[],
): Shown {
  const { base, easyBase, voice, section, fullName, moments, keep } = frame;
  const of = (text: string, below: string): Link => ({ href: keep(easyBase + below), text });
  return shown('web/easy', {
    title,
    section: `${section}, easy version`,
    ...(moments && { moments }),
    parts: parts.filter((it) => it.lines.length > 0 || (it.links ?? []).length > 0),
    speaksTo: voice === 'you' ? undefined : fullName,
    fullHref: keep(base + path),
    others: [
      of('What you have', ''),
      of('What happened', '/history'),
      of('Money in and money out', '/statement'),
      of('What we ask', '/asks'),
    ],
  });
}
