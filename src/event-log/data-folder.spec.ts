import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFolder, FolderInUse } from './data-folder.js';

describe('The data folder', () => {
  const parent = mkdtempSync(join(tmpdir(), 'ledger-'));
  const path = join(parent, 'of', 'the', 'ledger');
  afterAll(() => rmSync(parent, { recursive: true }));

  it('is made when it is missing, for its owner alone', () => {
    const folder = DataFolder.open(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(folder.file('log.db')).toBe(join(path, 'log.db'));
    folder.close();
  });

  it('belongs to one at a time; the other hears which it is, and what to do', () => {
    const folder = DataFolder.open(path);
    expect(() => DataFolder.open(path)).toThrow(FolderInUse);
    expect(() => DataFolder.open(path)).toThrow(`The folder ${path} is in use by another ledger.`);
    folder.close();
    DataFolder.open(path).close();
  });

  it('is free again when the process that has it is killed', async () => {
    const module = new URL('./data-folder.js', import.meta.url).href;
    const script = `import { DataFolder } from '${module}';
      globalThis.folder = DataFolder.open(process.argv[1]); // kept from the garbage collector
      console.log('has it');
      setInterval(() => {}, 1000);`;
    const args = [...process.execArgv, '--input-type=module', '-e', script, path];
    const other = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    expect(() => DataFolder.open(path)).toThrow(FolderInUse);
    other.kill('SIGKILL');
    await once(other, 'exit');
    DataFolder.open(path).close();
  });
});
