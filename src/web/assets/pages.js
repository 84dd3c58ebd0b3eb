// Pages work without this. With it, menus fold, characters are counted, errors are moved to.
import { initAll } from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
initAll();
