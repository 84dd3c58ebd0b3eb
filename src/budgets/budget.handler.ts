import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AccountEvent } from '../accounts/account.events.js';
import type { Written } from '../event-log/event-log.js';
import { transact } from '../event-log/transact.js';
import { Writer } from '../event-log/writer.js';
import { addWeeks } from '../kernel/dates.js';
import { policyInForce } from '../policies/policy.facts.js';
import type { ReviewEvent } from '../reviews/review.events.js';
import { isOpen, promisedReview, reviewAfter } from '../reviews/review.facts.js';
import { OnBudget, type AskedOfBudget, type BudgetCommand } from './budget.commands.js';
import type { BudgetEvent, ReassessmentCalledFor } from './budget.events.js';
import { budget } from './budget.js';

@CommandHandler(OnBudget)
export class OnBudgetHandler implements ICommandHandler<OnBudget> {
  constructor(readonly writer: Writer) {}

  async execute({ budgetId, command, asked, seen }: OnBudget): Promise<Written<BudgetEvent>> {
    const stream = `budget-${budgetId}`;
    const informed = await this.informed(budgetId, command);
    const unchanged = seen && { stream, version: seen.budgetVersion };
    return transact(this.writer, stream, budget, informed, asked, unchanged);
  }

  /** With the figures of the policy in force, and what only other streams can tell. */
  private async informed(budgetId: string, command: AskedOfBudget): Promise<BudgetCommand> {
    const policy = policyInForce();
    const { version: policyVersion, reductionNoticeDays, postReductionReviewWeeks } = policy;
    switch (command.type) {
      case 'AnnulAllocation':
      case 'AnnulOneOff': {
        const paymentSince = await this.paymentSince(budgetId, command);
        return { ...command, policyVersion, paymentSince };
      }
      case 'ProposeReduction': {
        const endedReassessment = await this.endedReassessment(budgetId);
        // As soon as a reduction would be looked at again: the policy names no other time.
        const reassessmentDueOn = addWeeks(command.today, postReductionReviewWeeks.due);
        const facts = { policyVersion, reductionNoticeDays, endedReassessment, reassessmentDueOn };
        return { ...command, ...facts };
      }
      case 'ApproveReduction':
        return { ...command, policyVersion, reductionNoticeDays };
      case 'NotifyReduction':
      case 'DecideChallenge':
        return { ...command, policyVersion, reductionNoticeDays, postReductionReviewWeeks };
      default:
        return { ...command, policyVersion };
    }
  }

  /** By their places in the log: the clocks of two streams need not agree. */
  private async paymentSince(budgetId: string, command: Annulling): Promise<boolean> {
    const { log } = this.writer;
    const history = await log.load<BudgetEvent>(`budget-${budgetId}`);
    const recording = history.find(({ event }) => isRecordingOf(command, event));
    if (!recording) return false; // the rules say that there is no such thing
    const account = await log.load<AccountEvent>(`account-${budgetId}`);
    return account.some(
      (it) => it.event.type === 'PaymentMade' && it.position > recording.position,
    );
  }

  private async endedReassessment(budgetId: string): Promise<string | null> {
    const { log } = this.writer;
    const history = await log.load<BudgetEvent>(`budget-${budgetId}`);
    const calledFor = history.map((it) => it.event).findLast(isCallForReassessment);
    if (!calledFor) return null;
    const events = await log.load<ReviewEvent>(`review-${calledFor.reviewId}`);
    const review = events.map((it) => it.event).reduce(reviewAfter, promisedReview);
    return isOpen(review) ? null : calledFor.reviewId;
  }
}

type Annulling = Extract<AskedOfBudget, { type: 'AnnulAllocation' | 'AnnulOneOff' }>;

const isRecordingOf = (command: Annulling, event: BudgetEvent): boolean =>
  command.type === 'AnnulOneOff'
    ? event.type === 'OneOffAgreed' && event.oneOffId === command.oneOffId
    : (event.type === 'AllocationAgreed' || event.type === 'AllocationIncreased') &&
      event.allocationId === command.allocationId;

const isCallForReassessment = (event: BudgetEvent): event is ReassessmentCalledFor =>
  event.type === 'ReassessmentCalledFor';
