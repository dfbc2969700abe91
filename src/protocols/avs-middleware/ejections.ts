import { events as apks } from '../../abi/BLSApkRegistry'
import { events as manager } from '../../abi/EjectionManager'
import { argsOf, type EventHandler, emitterOf, type LogContext, on, parentOf } from '../handler'
import { numbersOf } from './registries'

const MANAGER = 'EJECTION_MANAGER'

/** Ejection managers: who was ejected, and how much stake may be. */
export const ejectionHandlers: EventHandler[] = [
  on(MANAGER, manager.QuorumEjectionParamsSet, (args, context) => {
    const middleware = parentOf(context)
    if (middleware === null) return []
    return [
      {
        kind: 'ejectionLimit',
        manager: emitterOf(context),
        quorum: { middleware, number: args.quorumNumber },
        rateLimitWindow: BigInt(args.rateLimitWindow),
        ejectableStakeBips: args.ejectableStakePercent,
      },
    ]
  }),
  on(MANAGER, manager.OperatorEjected, ({ operatorId: id, quorumNumber: number }, context) => {
    const middleware = parentOf(context)
    if (middleware === null) return []
    return [
      {
        kind: 'voterEjected',
        voter: { middleware, id },
        number,
        manager: emitterOf(context),
        removed: isRemoved(context, middleware, id, number),
        rateLimitHit: isRateLimitHit(context),
      },
    ]
  }),
]

/** Whether the operator left the quorum since the ejection before. */
function isRemoved(context: LogContext, middleware: string, id: string, number: number): boolean {
  const { logs, index } = context
  for (let at = index - 1; at >= 0; at--) {
    const log = logs[at]!
    if (log.log.address === emitterOf(context)) return false
    const left = log.parent === middleware ? argsOf(log, apks.OperatorRemovedFromQuorums) : null
    if (left?.operatorId === id && numbersOf(left.quorumNumbers).includes(number)) return true
  }
  return false
}

/** The manager ends the ejections of a quorum with one log: the last of them hit the limit, or none did. */
function isRateLimitHit(context: LogContext): boolean {
  const { logs, index } = context
  const next = logs.slice(index + 1).find(({ log }) => log.address === emitterOf(context))
  return argsOf(next, manager.QuorumEjection)?.ratelimitHit ?? false
}
