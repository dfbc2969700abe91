import { events as registry } from '../../abi/ECDSAStakeRegistry'
import type { Fact } from '../../facts/facts'
import type { QuorumValues } from '../../facts/middleware'
import { type EventHandler, emitterOf, type LogContext, on } from '../handler'

const ECDSA = 'ECDSA_STAKE_REGISTRY'

/** The one quorum of the registry. */
const quorumOf = (context: LogContext) => ({ middleware: emitterOf(context), number: 0 })

const values = (context: LogContext, values: QuorumValues): Fact[] => [
  { kind: 'quorumValues', quorum: quorumOf(context), values },
]

const registration =
  (registered: boolean) =>
  ({ operator, avs }: { operator: string; avs: string }, context: LogContext): Fact[] => {
    const middleware = emitterOf(context)
    const voter = { middleware, id: operator }
    return [
      { kind: 'middlewareAvs', middleware, avs, foundBy: 'OWN_EVENT' },
      { kind: 'voterRegistered', voter, operator, registered },
      { kind: 'voterQuorums', voter, operator, numbers: [0], member: registered },
    ]
  }

/** Stake registries for ECDSA keys: one quorum, with a threshold on the chain. */
export const ecdsaHandlers: EventHandler[] = [
  on(ECDSA, registry.OperatorRegistered, registration(true)),
  on(ECDSA, registry.OperatorDeregistered, registration(false)),
  on(ECDSA, registry.OperatorWeightUpdated, ({ operator, newWeight: stake }, context) => [
    {
      kind: 'voterStake',
      voter: { middleware: emitterOf(context), id: operator },
      number: 0,
      stake,
    },
  ]),
  on(ECDSA, registry.TotalWeightUpdated, ({ newTotalWeight }, context) =>
    values(context, { loggedTotal: newTotalWeight }),
  ),
  on(ECDSA, registry.ThresholdWeightUpdated, ({ thresholdWeight }, context) =>
    values(context, { thresholdWeight }),
  ),
  on(ECDSA, registry.MinimumWeightUpdated, ({ newMinimumWeight }, context) =>
    values(context, { minimumStake: newMinimumWeight }),
  ),
  on(ECDSA, registry.UpdateMinimumWeight, ({ newMinimumWeight }, context) =>
    values(context, { minimumStake: newMinimumWeight }),
  ),
  on(ECDSA, registry.QuorumUpdated, ({ previous, current }, context) => [
    {
      kind: 'quorumStrategies',
      quorum: quorumOf(context),
      before: previous.strategies.map(({ strategy }) => strategy),
      strategies: current.strategies.map(({ strategy: pool, multiplier }) => ({
        pool,
        multiplier,
      })),
    },
  ]),
]
