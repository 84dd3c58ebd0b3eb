import type { Role } from '../sign-in/user.js';
import type { Link } from './page.js';

/** Where somebody can go from every page. */
export interface Place extends Link {
  readonly roles: readonly Role[];
}

/**
 * The navigation of each role. Rooms register their places when the program is put together; the
 * first one of a role is its home.
 */
export class Places {
  private readonly all: Place[] = [];

  register(place: Place): void {
    this.all.push(place);
  }

  of(role: Role): readonly Place[] {
    return this.all.filter((it) => it.roles.includes(role));
  }
}
