import { events as epm } from '../../abi/EigenPodManager'
import { events as strategy } from '../../abi/StrategyBase'
import { events as sm } from '../../abi/StrategyManager'
import type { ContractKind } from '../../facts/enums.generated'
import type { FoundContract, SourceLog } from '../log'
import type { DecodedLog } from './decode'
import { argsOf, type EventHandler, emitterOf, on } from './handler'

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

interface Finder {
  topic: string
  found(log: DecodedLog): FoundContract | null
}

/**
 * Events that reveal contracts. Strategies are found by the whitelist, not by the factory: the owner can whitelist
 * strategies that were not deployed by the factory.
 */
const FINDERS: Partial<Record<ContractKind, Finder>> = {
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

/** Whether a log may reveal a contract. Called for every log, so it is cheap. */
export function mayReveal(kind: ContractKind, log: SourceLog): boolean {
  // A log without topics and a kind without a finder are both undefined, which is not a match.
  return log.topics.length > 0 && FINDERS[kind]?.topic === log.topics[0]
}

/** The contract that a log reveals, if any. */
export function foundBy(log: DecodedLog): FoundContract | null {
  return mayReveal(log.kind, log.log) ? FINDERS[log.kind]!.found(log) : null
}
