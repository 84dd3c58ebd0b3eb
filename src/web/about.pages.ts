import { Get } from '@nestjs/common';
import { Anybody } from '../sign-in/access.guard.js';
import { PageCookies } from './page-cookies.js';
import { shown } from './page.js';
import { Pages } from './pages.js';

/** What everybody may read, signed in or not. */
@Pages()
@Anybody()
export class AboutPages {
  constructor(private readonly pageCookies: PageCookies) {}

  @Get('help')
  help() {
    return shown('web/help', { title: 'Help' });
  }

  @Get('accessibility-statement')
  accessibility() {
    return shown('web/accessibility-statement', { title: 'Accessibility statement' });
  }

  @Get('cookies')
  cookies() {
    return shown('web/cookies', { title: 'Cookies', kept: this.pageCookies.described() });
  }

  @Get('privacy')
  privacy() {
    return shown('web/privacy', { title: 'Privacy' });
  }
}
