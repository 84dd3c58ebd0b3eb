import type { LocalDate } from '../kernel/dates.js';
import { carys, dilys, stefan } from './acting-for-others.js';
import { anna, annasCoffee } from './anna.js';
import { hana, idris, ruth, wilf } from './beginnings-and-endings.js';
import { Calendar } from './calendar.js';
import { Diary } from './diary.js';
import { george, nadia, owen, priya, quentin } from './early-notice.js';
import { bilal } from './employers.js';
import { tara, umar, violet } from './reductions.js';
import type { Step } from './step.js';
import { edwin, farah, joan, kofi, leila, marcus } from './ways-of-holding.js';

// None of these people is a real one. Each shows something that happens in the field.

type Story = (diary: Diary) => void;

/** Anna comes first: the first budget is hers. */
export const CAST: readonly (readonly [name: string, story: Story])[] = [
  ['Anna Archer', anna],
  ['Bilal Bashir', bilal],
  ['Carys Cadwallader', carys],
  ['Dilys Draper', dilys],
  ['Edwin Eastwood', edwin],
  ['Farah Faulkner', farah],
  ['George Garland', george],
  ['Hana Holloway', hana],
  ['Idris Ingram', idris],
  ['Joan Jessop', joan],
  ['Kofi Kendrick', kofi],
  ['Leila Lockwood', leila],
  ['Marcus Meadows', marcus],
  ['Nadia Norwood', nadia],
  ['Owen Oakley', owen],
  ['Priya Pargeter', priya],
  ['Quentin Quayle', quentin],
  ['Ruth Radcliffe', ruth],
  ['Stefan Sandford', stefan],
  ['Tara Thornley', tara],
  ['Umar Underhill', umar],
  ['Violet Vance', violet],
  ['Wilf Winters', wilf],
];

/** All that happens in two years, person by person, and what happens last. */
export interface Council {
  readonly diaries: readonly (readonly Step[])[];
  /** The first budget: nothing else is in the log before it. */
  readonly first: Step;
  /** Once it is there, all is. */
  readonly last: Step;
}

/** As far as it has happened by `today`. */
export function councilOf(calendar: Calendar, today: LocalDate): Council {
  const all = CAST.map(([name, story]) => {
    const diary = new Diary(name, calendar);
    story(diary);
    return diary;
  });
  const first = all[0]!.steps.find((it) => it.sent.makes === 'budget')!;
  const last = annasCoffee(all[0]!, today);
  return {
    diaries: all.map(({ steps }) => steps.filter((it) => it !== last && it.day <= today)),
    first,
    last,
  };
}
