import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import bundled from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const ON_PATH = ['chromium', 'chromium-browser', 'google-chrome'];

/** A test is of our server alone: the browser asks nobody else. */
const QUIET = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** In one process a page takes the browser along when it is closed; and pages are to be guarded. */
const UNWANTED = ['--single-process', '--disable-web-security', '--allow-running-insecure-content'];

/** A real Chromium: the one that comes along, or where that is for another machine, one on the PATH. */
export async function launchBrowser(): Promise<Browser> {
  const found = chromiumOnPath();
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    if (found === undefined) throw new Error('These tests need a Chromium on the PATH.');
    return chromium.launch({ executablePath: found, args: QUIET });
  }
  const executablePath = await bundled.executablePath();
  const args = bundled.args.filter((it) => !UNWANTED.includes(it));
  return chromium.launch({ executablePath, args: [...args, ...QUIET] });
}

function chromiumOnPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return ON_PATH.flatMap((name) => folders.map((it) => join(it, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
