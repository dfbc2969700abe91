import { openEpochs } from '../data/open-epochs'
import type { ExitsQuery } from '../data/types.generated'
import { agreed, counted, figured, someOf } from '../format/text'
import { type Clock, whenText } from '../format/when'

/** How much leaves, and whether stake can be bound before it is out. */
export function exitsSentences(data: ExitsQuery, clock: Clock): string[] {
  const { withdrawalQueue, captiveStake, vaultEpochTotals } = data
  const { withdrawals, withdrawalDelay, schedule, pools } = withdrawalQueue
  const next = schedule[0]
  const still = pools.filter(({ slashableShares }) => slashableShares !== '0').length
  const queue =
    withdrawals === 0
      ? 'Nothing is queued at EigenLayer.'
      : `${counted(withdrawals, 'withdrawal')} from ${counted(pools.length, 'pool')} ${agreed(withdrawals, 'is', 'are')} queued; some of it can still be slashed in ${counted(still, 'pool')}.`
  const wait =
    withdrawalDelay === null
      ? 'How long a withdrawal can be slashed is unknown.'
      : `A withdrawal can be slashed for ${counted(withdrawalDelay, 'block')} after it was queued.`
  return [
    queue,
    wait,
    ...(next ? [`The next to be out: ${whenText(next.completableFromBlock, clock)}.`] : []),
    captive(captiveStake),
    ...(vaultEpochTotals.length === 0
      ? []
      : [epochs(openEpochs(data).length, vaultEpochTotals.length)]),
  ]
}

function epochs(open: number, all: number): string {
  if (open === 0) return 'Vaults: all epochs with withdrawals are over.'
  const some = someOf(open, all, 'epoch')
  return `Vaults: ${some} with withdrawals ${agreed(open, 'is', 'are')} not over, and can still be slashed.`
}

function captive({ blocksToLeave, operatorCount, immediateCount }: ExitsQuery['captiveStake']) {
  if (blocksToLeave === null) return 'Whether stake can leave in time is unknown.'
  if (operatorCount === 0) return 'No operator can promise free stake before its stakers can leave.'
  return `${counted(operatorCount, 'operator')} can promise free stake to a new set before its stakers can leave, which takes ${counted(blocksToLeave, 'block')}; ${figured(immediateCount)} of them in the same block.`
}

/** What the schedule of a pool says. */
export function scheduleSentence(
  steps: ExitsQuery['withdrawalQueue']['schedule'],
  clock: Clock,
): string {
  const last = steps.at(-1)
  if (!last) return 'Nothing of this pool waits: all that is queued can be completed.'
  const count = steps.reduce((sum, { withdrawals }) => sum + withdrawals, 0)
  return `${counted(count, 'withdrawal')} of this pool ${agreed(count, 'waits', 'wait')}; the last is out at ${whenText(last.completableFromBlock, clock)}.`
}
