import { Get } from '@nestjs/common';
import { Anybody } from '../sign-in/access.guard.js';
import { PageCookies } from './page-cookies.js';
import { shown } from './page.js';
import { Pages } from './pages.js';

/** What everybody may read, signed in or not. */
@Pages()
@Anybody()
export class AboutPages {
  constructor(private readonly kept: PageCookies) {}

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
    const cookieRows = this.kept
      .described()
      .map(({ name, purpose, stays }) => [{ text: name }, { text: purpose }, { text: stays }]);
    return shown('web/cookies', { title: 'Cookies', cookieRows });
  }

  @Get('privacy')
  privacy() {
    return shown('web/privacy', { title: 'Privacy' });
  }
}
