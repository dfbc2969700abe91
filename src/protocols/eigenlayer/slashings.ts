import { events as am } from '../../abi/AllocationManager'
import { events as dm } from '../../abi/DelegationManager'
import { events as epm } from '../../abi/EigenPodManager'
import { events as escrow } from '../../abi/SlashEscrowFactory'
import { events as sm } from '../../abi/StrategyManager'
import { argsOf, type EventHandler, emitterOf, type LogContext, on, orNull } from '../handler'
import { setOf } from './avs'

const SM = 'STRATEGY_MANAGER'
/** SlashEscrowFactory. */
const ESCROW = 'LEGACY'

const slashOf = (args: { operatorSet: { avs: string; id: number }; slashId: bigint }) => ({
  set: setOf(args.operatorSet),
  slashId: args.slashId,
})

/** Slashings (AllocationManager), and shares to be burned or redistributed (StrategyManager, EigenPodManager). */
export const slashingHandlers: EventHandler[] = [
  on('ALLOCATION_MANAGER', am.OperatorSlashed, (args, context) => {
    const { operator, operatorSet, strategies, wadSlashed, description } = args
    const { taken, slashId } = sharesTaken(context, operator)
    const pools = strategies.map((pool, i) => {
      const { delegated = 0n, all = 0n } = taken.get(pool) ?? {}
      return {
        pool,
        wadSlashed: wadSlashed[i] ?? 0n,
        sharesTaken: delegated,
        // Releases without OperatorSharesSlashed do not slash the queue.
        queuedSharesTaken: all > delegated ? all - delegated : 0n,
      }
    })
    return [{ kind: 'slashed', operator, set: setOf(operatorSet), pools, slashId, description }]
  }),
  on(SM, sm.BurnOrRedistributableSharesIncreased, (args) => [
    { kind: 'slashedShares', ...slashOf(args), pool: args.strategy, delta: args.shares },
  ]),
  on(SM, sm.BurnOrRedistributableSharesDecreased, (args) => [
    { kind: 'slashedShares', ...slashOf(args), pool: args.strategy, delta: -args.shares },
  ]),
  on(SM, sm.SlashResolutionBlockSet, (args) => [
    { kind: 'slashResolution', ...slashOf(args), block: BigInt(args.resolutionBlock) },
  ]),
  on(ESCROW, escrow.StartEscrow, (args, context) => [
    {
      kind: 'escrowStarted',
      ...slashOf(args),
      pool: args.strategy,
      escrow: emitterOf(context),
      startBlock: BigInt(args.startBlock),
    },
  ]),
  on(ESCROW, escrow.EscrowComplete, (args) => [
    { kind: 'escrowReleased', ...slashOf(args), pool: args.strategy },
  ]),
  on(ESCROW, escrow.EscrowPaused, (args) => [
    { kind: 'escrowPaused', ...slashOf(args), paused: true },
  ]),
  on(ESCROW, escrow.EscrowUnpaused, (args) => [
    { kind: 'escrowPaused', ...slashOf(args), paused: false },
  ]),
  on(ESCROW, escrow.GlobalEscrowDelaySet, ({ delay }) => [
    { kind: 'escrowDelay', pool: null, blocks: BigInt(delay) },
  ]),
  on(ESCROW, escrow.StrategyEscrowDelaySet, ({ strategy, delay }) => [
    { kind: 'escrowDelay', pool: strategy, blocks: BigInt(delay) },
  ]),
  on(SM, sm.BurnableSharesIncreased, ({ strategy, shares }) => [
    { kind: 'burnableShares', pool: strategy, delta: shares },
  ]),
  on(SM, sm.BurnableSharesDecreased, ({ strategy, shares }) => [
    { kind: 'burnableShares', pool: strategy, delta: -shares },
  ]),
  on('EIGEN_POD_MANAGER', epm.BurnableETHSharesIncreased, ({ shares }) => [
    { kind: 'burnableNativeShares', shares },
  ]),
]

interface Taken {
  delegated?: bigint
  all?: bigint
}

/** Shares taken by the slashing that ends with this log: all events since the previous slashing are part of it. */
function sharesTaken({ logs, index }: LogContext, operator: string) {
  const taken = new Map<string, Taken>()
  let slashId: bigint | 'NONE' | null = null
  for (let i = index - 1; i >= 0; i--) {
    const log = logs[i]
    if (argsOf(log, am.OperatorSlashed)) break
    // Slash ids exist since v1.5; the events of v1.3 and v1.4 for the same shares have none.
    slashId ??= argsOf(log, sm.BurnOrRedistributableSharesIncreased)?.slashId ?? null
    if (argsOf(log, sm.BurnableSharesIncreased) || argsOf(log, dm.OperatorSharesBurned)) {
      slashId = 'NONE'
    }
    const decreased = argsOf(log, dm.OperatorSharesDecreased)
    if (decreased?.operator === operator && orNull(decreased.staker) === null) {
      taken.set(decreased.strategy, {
        ...taken.get(decreased.strategy),
        delegated: decreased.shares,
      })
    }
    const slashed = argsOf(log, dm.OperatorSharesSlashed)
    if (slashed?.operator === operator) {
      const all = slashed.totalSlashedShares
      taken.set(slashed.strategy, { ...taken.get(slashed.strategy), all })
    }
  }
  return { taken, slashId }
}
