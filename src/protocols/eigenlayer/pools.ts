import { events as epm } from '../../abi/EigenPodManager'
import { events as strategy } from '../../abi/StrategyBase'
import { events as sm } from '../../abi/StrategyManager'
import { type EventHandler, emitterOf, type Finder, on, reveals } from '../handler'

/** Strategies, their tokens and rates. A strategy's own events do not name it: it is the emitter. */
export const poolHandlers: EventHandler[] = [
  on('STRATEGY_MANAGER', sm.StrategyAddedToDepositWhitelist, (args) => [
    { kind: 'poolWhitelisted', pool: args.strategy, allowed: true },
  ]),
  on('STRATEGY_MANAGER', sm.StrategyRemovedFromDepositWhitelist, (args) => [
    { kind: 'poolWhitelisted', pool: args.strategy, allowed: false },
  ]),
  on('STRATEGY', strategy.StrategyTokenSet, ({ token, decimals }, context) => [
    { kind: 'poolAsset', pool: emitterOf(context), asset: token, decimals },
  ]),
  on('STRATEGY', strategy.ExchangeRateEmitted, ({ rate }, context) => [
    { kind: 'exchangeRate', pool: emitterOf(context), rate },
  ]),
]

/**
 * Events that reveal contracts. Strategies are found by the whitelist, not by the factory: the owner can whitelist
 * strategies that were not deployed by the factory.
 */
export const finders: Finder[] = [
  reveals('STRATEGY_MANAGER', sm.StrategyAddedToDepositWhitelist, ({ strategy: address }) => {
    return { address, kind: 'STRATEGY', name: 'StrategyAddedToDepositWhitelist' }
  }),
  reveals('EIGEN_POD_MANAGER', epm.PodDeployed, ({ eigenPod: address }) => {
    return { address, kind: 'EIGEN_POD', name: 'PodDeployed' }
  }),
]
