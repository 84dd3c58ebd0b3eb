import { microsOf, type Instant } from '../kernel/dates.js';
import { DemoClock, SystemClock } from './clock.js';
import { Intake } from './intake.js';
import { StillClock } from '../../test/support/log-in-memory.js';

const lastOfJune = microsOf('2026-06-30T22:59:59.000000Z' as Instant);

describe('A clock', () => {
  it('says which day it is in London, where summer begins the day an hour early', () => {
    const clock = new StillClock();
    clock.at = lastOfJune;
    expect(clock.today()).toBe('2026-06-30');
    clock.at += 1_000_000;
    expect(clock.now()).toBe('2026-06-30T23:00:00.000000Z');
    expect(clock.today()).toBe('2026-07-01');
  });

  it('of the machine is that of the machine', () => {
    const [before, now, after] = [Date.now(), new SystemClock().micros(), Date.now()];
    expect(now).toBeGreaterThanOrEqual(before * 1000);
    expect(now).toBeLessThanOrEqual(after * 1000);
  });

  it('for demonstrations runs on from where it is set, also back', () => {
    const clock = new DemoClock(lastOfJune);
    for (const at of [lastOfJune, lastOfJune + 86_400_000_000, lastOfJune]) {
      clock.set(at);
      expect(clock.micros()).toBeGreaterThanOrEqual(at);
      expect(clock.micros()).toBeLessThan(at + 3_600_000_000);
    }
  });
});

describe('What is taken in', () => {
  it('comes after whatever was answered as settled, and never before what came earlier', () => {
    const clock = new StillClock();
    const start = clock.at;
    const intake = new Intake(clock);
    expect(microsOf(intake.settledUntil())).toBe(start);
    expect(intake.takeIn()).toBe(start + 1);
    clock.at = start + 50;
    expect(intake.takeIn()).toBe(start + 50);
    clock.at = start - 9;
    expect(intake.takeIn()).toBe(start + 50);
  });

  it('holds back what is settled until it is recorded', () => {
    const clock = new StillClock();
    const intake = new Intake(clock);
    const oldest = intake.takeIn();
    clock.at += 1_000;
    expect(microsOf(intake.settledUntil(oldest))).toBe(oldest - 1);
    expect(microsOf(intake.settledUntil())).toBe(clock.at);
    expect(microsOf(intake.settledUntil(oldest))).toBe(clock.at);
  });
});
