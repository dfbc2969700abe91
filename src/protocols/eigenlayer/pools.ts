import { events as epm } from '../../abi/EigenPodManager'
import { events as strategy } from '../../abi/StrategyBase'
import { events as sm } from '../../abi/StrategyManager'
import type { FoundContract, SourceLog } from '../log'
import type { DecodedLog } from './decode'
import { argsOf, on, type Reading } from './reading'

/** Strategies, their tokens and rates. A strategy's own events name no strategy: it is the address that emits them. */
export const pools: Reading[] = [
  on('STRATEGY_MANAGER', sm.StrategyAddedToDepositWhitelist, (args) => [
    { kind: 'poolWhitelisted', pool: args.strategy, allowed: true },
  ]),
  on('STRATEGY_MANAGER', sm.StrategyRemovedFromDepositWhitelist, (args) => [
    { kind: 'poolWhitelisted', pool: args.strategy, allowed: false },
  ]),
  on('STRATEGY', strategy.StrategyTokenSet, ({ token, decimals }, { logs, index }) => [
    { kind: 'poolAsset', pool: logs[index]!.log.address, asset: token, decimals },
  ]),
  on('STRATEGY', strategy.ExchangeRateEmitted, ({ rate }, { logs, index }) => [
    { kind: 'exchangeRate', pool: logs[index]!.log.address, rate },
  ]),
]

/**
 * Events that reveal contracts. Strategies are found by the whitelist, not by the factory: the owner can whitelist
 * strategies that no factory made.
 */
const FINDERS: Record<string, { topic: string; found(log: DecodedLog): FoundContract | null }> = {
  STRATEGY_MANAGER: {
    topic: sm.StrategyAddedToDepositWhitelist.topic,
    found(log) {
      const args = argsOf(log, sm.StrategyAddedToDepositWhitelist)
      const name = 'StrategyAddedToDepositWhitelist'
      return args && { address: args.strategy, kind: 'STRATEGY', name }
    },
  },
  EIGEN_POD_MANAGER: {
    topic: epm.PodDeployed.topic,
    found(log) {
      const args = argsOf(log, epm.PodDeployed)
      return args && { address: args.eigenPod, kind: 'EIGEN_POD', name: 'PodDeployed' }
    },
  },
}

/** Whether a log may reveal a contract: cheap, because every log is asked. */
export function mayReveal(kind: string, log: SourceLog): boolean {
  // A log may have no topics, and a kind no finder: two times nothing is not a match.
  return log.topics.length > 0 && FINDERS[kind]?.topic === log.topics[0]
}

/** The contract that a log reveals, if any. */
export function foundBy(log: DecodedLog): FoundContract | null {
  return mayReveal(log.kind, log.log) ? FINDERS[log.kind]!.found(log) : null
}
