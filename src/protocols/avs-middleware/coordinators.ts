import { events as am } from '../../abi/AllocationManager'
import { events as coordinator } from '../../abi/RegistryCoordinator'
import type { Fact } from '../../facts/facts'
import type { MiddlewareValues } from '../../facts/middleware'
import { argsOf, type EventHandler, emitterOf, type LogContext, on, orNull } from '../handler'

const COORDINATOR = 'REGISTRY_COORDINATOR'

const values = (context: LogContext, values: MiddlewareValues): Fact[] => [
  { kind: 'middlewareValues', middleware: emitterOf(context), values },
]

/** Registry coordinators: parameters of quorums, ids of operators, who may eject and approve churn. */
export const coordinatorHandlers: EventHandler[] = [
  on(COORDINATOR, coordinator.AVSUpdated, ({ newAVS }, context) => {
    const avs = orNull(newAVS)
    if (avs === null) return []
    return [{ kind: 'middlewareAvs', middleware: emitterOf(context), avs, foundBy: 'OWN_EVENT' }]
  }),
  on(COORDINATOR, coordinator.OperatorSetParamsUpdated, (args, context) => {
    const { quorumNumber: number, operatorSetParams: params } = args
    const middleware = emitterOf(context)
    return [
      ...avsOfSet(context, number),
      {
        kind: 'quorumValues',
        quorum: { middleware, number },
        values: {
          maxOperatorCount: BigInt(params.maxOperatorCount),
          kickBipsOfOperatorStake: params.kickBIPsOfOperatorStake,
          kickBipsOfTotalStake: params.kickBIPsOfTotalStake,
        },
      },
    ]
  }),
  on(COORDINATOR, coordinator.QuorumBlockNumberUpdated, (args, context) => [
    {
      kind: 'quorumValues',
      quorum: { middleware: emitterOf(context), number: args.quorumNumber },
      values: { updatedAtBlock: args.blocknumber },
    },
  ]),
  on(COORDINATOR, coordinator.OperatorRegistered, ({ operator, operatorId: id }, context) => [
    ...avsOfRegistration(context, operator),
    {
      kind: 'voterRegistered',
      voter: { middleware: emitterOf(context), id },
      operator,
      registered: true,
    },
  ]),
  on(COORDINATOR, coordinator.OperatorDeregistered, ({ operator, operatorId: id }, context) => [
    {
      kind: 'voterRegistered',
      voter: { middleware: emitterOf(context), id },
      operator,
      registered: false,
    },
  ]),
  on(COORDINATOR, coordinator.EjectorUpdated, ({ newEjector }, context) =>
    values(context, { ejector: newEjector }),
  ),
  on(COORDINATOR, coordinator.ChurnApproverUpdated, ({ newChurnApprover }, context) =>
    values(context, { churnApprover: newChurnApprover }),
  ),
  on(COORDINATOR, coordinator.EjectionCooldownUpdated, ({ newEjectionCooldown }, context) =>
    values(context, { ejectionCooldown: newEjectionCooldown }),
  ),
]

/** The AVS of which the core created the operator set right after the log of the quorum. */
function avsOfSet(context: LogContext, number: number): Fact[] {
  const set = argsOf(context.logs[context.index + 1], am.OperatorSetCreated)?.operatorSet
  if (set?.id !== number) return []
  const { avs } = set
  return [{ kind: 'middlewareAvs', middleware: emitterOf(context), avs, foundBy: 'OPERATOR_SET' }]
}

/** The AVS to whose operator set the core added the operator in the transaction, if it is one AVS. */
function avsOfRegistration(context: LogContext, operator: string): Fact[] {
  const all = new Set<string>()
  for (const log of context.logs.slice(0, context.index)) {
    const added = argsOf(log, am.OperatorAddedToOperatorSet)
    if (added?.operator === operator) all.add(added.operatorSet.avs)
  }
  const [avs] = all
  if (avs === undefined || all.size > 1) return []
  return [{ kind: 'middlewareAvs', middleware: emitterOf(context), avs, foundBy: 'OPERATOR_SET' }]
}
