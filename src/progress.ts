import { SingleBar } from 'cli-progress';

/** Only where a person watches; nothing in a log file, and nothing on stdout. */
export function progressBar(what: string) {
  const bar = new SingleBar({
    format: `${what} [{bar}] {value}/{total} {eta_formatted}`,
    stream: process.stderr,
    noTTYOutput: false,
    clearOnComplete: true,
  });
  let begun = false;
  return {
    to: (done: number, total = done) => {
      if (!begun) bar.start(total, 0);
      begun = true;
      bar.setTotal(Math.max(total, 1));
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
