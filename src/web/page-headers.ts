import type { FastifyHelmetOptions } from '@fastify/helmet';

/** All that a page consists of comes from here, and nobody shows it as theirs. */
const CONTENT = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'font-src': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'base-uri': ["'none'"],
};

/** @param secure HTTPS outside: browsers then come back by it only. */
export const pageHeaders = (secure: boolean): FastifyHelmetOptions => ({
  contentSecurityPolicy: { useDefaults: false, directives: CONTENT },
  strictTransportSecurity: secure && { maxAge: 31_536_000 },
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
});

/** Helmet has none. What no page uses, no page may be made to use. */
export const PERMISSIONS = [
  'camera',
  'display-capture',
  'geolocation',
  'microphone',
  'payment',
  'usb',
]
  .map((it) => `${it}=()`)
  .join(', ');
