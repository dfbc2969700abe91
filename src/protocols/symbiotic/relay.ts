import { events as driver } from '../../abi/ValSetDriver'
import type { Fact } from '../../facts/facts'
import type { VotingPowerRules } from '../../facts/voting-power'
import { type EventHandler, emitterOf, type LogContext, on } from '../handler'

const DRIVER = 'VALSET_DRIVER'

const rules = (context: LogContext, rules: VotingPowerRules): Fact[] => [
  { kind: 'votingPowerRules', driver: emitterOf(context), rules },
]

/** Drivers of validator sets, of networks that use the relay (ValSetDriver). */
export const relayHandlers: EventHandler[] = [
  on(DRIVER, driver.InitSubnetwork, ({ network, subnetworkId }, context) => [
    {
      kind: 'driverSubnetwork',
      driver: emitterOf(context),
      subnetwork: { network, identifier: subnetworkId },
    },
  ]),
  on(DRIVER, driver.AddQuorumThreshold, ({ quorumThreshold }, context) => [
    { kind: 'quorumThreshold', driver: emitterOf(context), ...quorumThreshold },
  ]),
  on(DRIVER, driver.RemoveQuorumThreshold, ({ quorumThreshold: { keyTag } }, context) => [
    { kind: 'quorumThreshold', driver: emitterOf(context), keyTag, threshold: null },
  ]),
  on(DRIVER, driver.SetMaxVotingPower, ({ maxVotingPower }, context) =>
    rules(context, { maxVotingPower }),
  ),
  on(DRIVER, driver.SetMinInclusionVotingPower, ({ minInclusionVotingPower }, context) =>
    rules(context, { minInclusionVotingPower }),
  ),
  on(DRIVER, driver.SetMaxValidatorsCount, ({ maxValidatorsCount }, context) =>
    rules(context, { maxValidatorsCount }),
  ),
  on(DRIVER, driver.SetRequiredHeaderKeyTag, ({ requiredHeaderKeyTag }, context) =>
    rules(context, { requiredHeaderKeyTag }),
  ),
]
