import { events as delegator } from '../../abi/Delegator'
import { type EventHandler, emitterOf, on, parentOf } from '../handler'
import { subnetworkOf } from './subnetwork'

const DELEGATOR = 'DELEGATOR'

/** Delegators of all four types. Limits are of the delegator, whose vault may become known later. */
export const delegatorHandlers: EventHandler[] = [
  on(DELEGATOR, delegator.SetMaxNetworkLimit, ({ subnetwork, amount: limit }, context) => [
    {
      kind: 'maxNetworkLimit',
      delegator: emitterOf(context),
      subnetwork: subnetworkOf(subnetwork),
      limit,
    },
  ]),
  on(DELEGATOR, delegator.SetNetworkLimit, ({ subnetwork, amount: limit }, context) => [
    {
      kind: 'networkLimit',
      delegator: emitterOf(context),
      subnetwork: subnetworkOf(subnetwork),
      limit,
    },
  ]),
  on(DELEGATOR, delegator.SetOperatorNetworkLimit, ({ subnetwork, operator, amount }, context) => [
    {
      kind: 'operatorNetworkLimit',
      delegator: emitterOf(context),
      subnetwork: subnetworkOf(subnetwork),
      operator,
      limit: amount,
    },
  ]),
  on(DELEGATOR, delegator.SetOperatorNetworkShares, ({ subnetwork, operator, shares }, context) => [
    {
      kind: 'operatorNetworkShares',
      delegator: emitterOf(context),
      subnetwork: subnetworkOf(subnetwork),
      operator,
      shares,
    },
  ]),
  // Before the delegator is linked nobody can be slashed; the hook is asked for when it is.
  on(DELEGATOR, delegator.SetHook, ({ hook }, context) => {
    const vault = parentOf(context)
    return vault === null ? [] : [{ kind: 'vaultHook', vault, hook }]
  }),
]
