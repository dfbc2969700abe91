import { events as am } from '../../abi/AllocationManager'
import { events as slasher } from '../../abi/MiddlewareSlasher'
import { argsOf, type EventHandler, emitterOf, type LogContext, on, parentOf } from '../handler'

const SLASHER = 'VETOABLE_SLASHER'

/** Slashers with a veto. What an instant slasher does is a slashing of the core, and nothing else. */
export const slasherHandlers: EventHandler[] = [
  on(SLASHER, slasher.SlashingRequested, (args, context) => {
    const { requestId, operator, operatorSetId, wadsToSlash, description } = args
    const middleware = parentOf(context)
    if (middleware === null) return []
    return [
      {
        kind: 'slashingRequested',
        middleware,
        slasher: emitterOf(context),
        requestId,
        operator,
        operatorSetId: BigInt(operatorSetId),
        wads: [...wadsToSlash],
        description,
      },
    ]
  }),
  on(SLASHER, slasher.SlashingRequestCancelled, ({ requestId }, context) => [
    { kind: 'slashingCancelled', slasher: emitterOf(context), requestId },
  ]),
  on(SLASHER, slasher.OperatorSlashed, (args, context) => {
    const { slashingRequestId: requestId, operator, operatorSetId } = args
    const slashing = slashingBefore(context, operator, operatorSetId)
    return [{ kind: 'slashingFulfilled', slasher: emitterOf(context), requestId, slashing }]
  }),
]

/** The slashing of the core that the slasher called for: the log right before its own. */
function slashingBefore(
  { logs, index }: LogContext,
  operator: string,
  setId: number,
): { logIndex: number; pools: string[] } | null {
  const log = logs[index - 1]
  const slashed = argsOf(log, am.OperatorSlashed)
  if (slashed?.operator !== operator || slashed.operatorSet.id !== setId) return null
  return { logIndex: log!.log.logIndex, pools: [...slashed.strategies] }
}
