import type { Fact, FactKind, LocatedFact } from '../../facts/facts'
import { middlewareRules } from '../middleware'
import type { RowRef } from '../rows'
import type { Rule, Rules } from '../rule'
import type { LedgerState } from '../state'
import { symbioticRules } from '../vaults'
import { vaultV2Rules } from '../vaults-v2'
import { avsRules } from './avs'
import { governanceRules } from './governance'
import { magnitudeRules } from './magnitudes'
import { operatorRules } from './operators'
import { podRules } from './pods'
import { poolRules } from './pools'
import { priceRules } from './prices'
import { protocolRules } from './protocol'
import { rewardRules } from './rewards'
import { slashDelayRules } from './slash-delays'
import { slashingRules } from './slashings'
import { stakeRules } from './stakes'
import { withdrawalRules } from './withdrawals'

const RULES: Rules<FactKind> = {
  ...protocolRules,
  ...poolRules,
  ...operatorRules,
  ...stakeRules,
  ...withdrawalRules,
  ...avsRules,
  ...magnitudeRules,
  ...slashingRules,
  ...slashDelayRules,
  ...rewardRules,
  ...podRules,
  ...governanceRules,
  ...priceRules,
  ...symbioticRules,
  ...vaultV2Rules,
  ...middlewareRules,
}

/** Rows that must be loaded before the fact is applied. */
export function touches(fact: Fact): RowRef[] {
  return ruleOf(fact).touches(fact)
}

/** Rows that must be loaded besides `touches`, by the state at that moment; null: none. */
export function touchesToo(state: LedgerState, { fact, at }: LocatedFact): RowRef[] | null {
  return ruleOf(fact).touchesToo?.(state, fact, at) ?? null
}

/** Applies one fact. Facts come in the order of their logs. */
export function apply(state: LedgerState, { fact, at }: LocatedFact): void {
  ruleOf(fact).apply(state, fact, at)
}

// The table is typed kind by kind; the compiler cannot see that the rule found by a fact's kind takes that fact.
function ruleOf(fact: Fact): Rule<FactKind> {
  return RULES[fact.kind] as unknown as Rule<FactKind>
}
