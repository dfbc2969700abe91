import { events as apks } from '../../abi/BLSApkRegistry'
import { events as stakes } from '../../abi/StakeRegistry'
import type { Fact } from '../../facts/facts'
import type { QuorumRef } from '../../facts/middleware'
import { argsOf, type EventHandler, emitterOf, type LogContext, on, parentOf } from '../handler'

const STAKES = 'STAKE_REGISTRY'
const APKS = 'BLS_APK_REGISTRY'

/** Types of stake by their number (IStakeRegistryTypes.StakeType). */
const STAKE_TYPES = ['TOTAL_DELEGATED', 'TOTAL_SLASHABLE'] as const

/** Facts of a registry; none if nobody says whose it is. */
const ofMiddleware = (context: LogContext, facts: (middleware: string) => Fact[]): Fact[] => {
  const middleware = parentOf(context)
  return middleware === null ? [] : facts(middleware)
}

const ofQuorum = (number: number, context: LogContext, fact: (quorum: QuorumRef) => Fact): Fact[] =>
  ofMiddleware(context, (middleware) => [fact({ middleware, number })])

/** Stake registries: what counts, and recorded stake; BLS registries: who is in which quorum. */
export const registryHandlers: EventHandler[] = [
  on(STAKES, stakes.QuorumCreated, ({ quorumNumber }, context) =>
    ofQuorum(quorumNumber, context, (quorum) => ({ kind: 'quorumValues', quorum, values: {} })),
  ),
  on(STAKES, stakes.MinimumStakeForQuorumUpdated, ({ quorumNumber, minimumStake }, context) =>
    ofQuorum(quorumNumber, context, (quorum) => ({
      kind: 'quorumValues',
      quorum,
      values: { minimumStake },
    })),
  ),
  on(STAKES, stakes.StakeTypeSet, ({ newStakeType }, context) => {
    const number = createdBefore(context)
    if (number === null) return []
    const stakeType = STAKE_TYPES[newStakeType] ?? null
    return ofQuorum(number, context, (quorum) => ({
      kind: 'quorumValues',
      quorum,
      values: { stakeType },
    }))
  }),
  on(STAKES, stakes.LookAheadPeriodChanged, (args, context) => {
    const lookAhead = BigInt(args.newLookAheadBlocks)
    const { logs, index } = context
    const isOfCreation =
      logs[index - 1]?.log.address === emitterOf(context) &&
      argsOf(logs[index - 1], stakes.StakeTypeSet) !== null
    const number = isOfCreation ? createdBefore({ ...context, index: index - 1 }) : null
    return ofMiddleware(context, (middleware) => [
      number === null
        ? {
            kind: 'quorumLookAhead',
            middleware,
            before: BigInt(args.oldLookAheadBlocks),
            lookAhead,
          }
        : { kind: 'quorumValues', quorum: { middleware, number }, values: { lookAhead } },
    ])
  }),
  on(STAKES, stakes.StrategyAddedToQuorum, ({ quorumNumber, strategy: pool }, context) =>
    ofQuorum(quorumNumber, context, (quorum) => ({
      kind: 'quorumStrategy',
      quorum,
      pool,
      counts: true,
    })),
  ),
  on(STAKES, stakes.StrategyRemovedFromQuorum, ({ quorumNumber, strategy: pool }, context) =>
    ofQuorum(quorumNumber, context, (quorum) => ({
      kind: 'quorumStrategy',
      quorum,
      pool,
      counts: false,
    })),
  ),
  on(STAKES, stakes.StrategyMultiplierUpdated, (args, context) => {
    const { quorumNumber, strategy: pool, multiplier } = args
    return ofQuorum(quorumNumber, context, (quorum) => ({
      kind: 'quorumMultiplier',
      quorum,
      pool,
      multiplier,
    }))
  }),
  on(STAKES, stakes.OperatorStakeUpdate, ({ operatorId: id, quorumNumber, stake }, context) =>
    ofMiddleware(context, (middleware) => [
      { kind: 'voterStake', voter: { middleware, id }, number: quorumNumber, stake },
    ]),
  ),
  on(APKS, apks.OperatorAddedToQuorums, (args, context) => membership(args, true, context)),
  on(APKS, apks.OperatorRemovedFromQuorums, (args, context) => membership(args, false, context)),
]

interface Membership {
  operator: string
  operatorId: string
  quorumNumbers: string
}

function membership(
  { operator, operatorId: id, quorumNumbers }: Membership,
  member: boolean,
  context: LogContext,
): Fact[] {
  return ofMiddleware(context, (middleware) => [
    {
      kind: 'voterQuorums',
      voter: { middleware, id },
      operator,
      numbers: numbersOf(quorumNumbers),
      member,
    },
  ])
}

/** Numbers of quorums, one byte each. */
export function numbersOf(bytes: string): number[] {
  return (bytes.slice(2).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))
}

/** Number of the quorum whose minimum the registry set last before this log in the transaction: it creates a quorum in this order. */
function createdBefore({ logs, index }: LogContext): number | null {
  for (let at = index - 1; at >= 0; at--) {
    if (logs[at]!.log.address !== logs[index]!.log.address) continue
    const created = argsOf(logs[at], stakes.MinimumStakeForQuorumUpdated)
    if (created) return created.quorumNumber
  }
  return null
}
