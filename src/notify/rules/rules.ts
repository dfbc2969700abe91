import { eventRule, redistributionOn } from './event-rule'
import type { RuleSpec } from './file'
import { slashingPending } from './request-rules'
import type { Rule } from './rule'
import { concentration, operatorShare } from './stake-rules'
import { operatorCaptive, slasherAnnounced, slashQueued } from './state-rules'
import { indexerBehind, invalidBlock } from './status-rules'
import { sharedVault } from './vault-rules'

/** What evaluates a rule of the file. */
export function ruleOf(spec: RuleSpec): Rule {
  const rule: Rule = { name: spec.name, spec, state: null, event: null, status: null }
  switch (spec.rule) {
    case 'operator-share':
      return {
        ...rule,
        state: operatorShare({ ...spec, clearBelow: spec.clearBelow ?? spec.above }),
      }
    case 'concentration':
      return {
        ...rule,
        state: concentration({ ...spec, clearBelow: spec.clearBelow ?? spec.above }),
      }
    case 'operator-captive':
      return { ...rule, state: operatorCaptive(spec.operators, spec.below) }
    case 'slasher-announced':
      return { ...rule, state: slasherAnnounced(spec.operatorSets) }
    case 'redistribution-on':
      return { ...rule, event: redistributionOn(spec.operatorSets) }
    case 'slash-queued':
      return { ...rule, state: slashQueued(spec.operatorSets) }
    case 'slashing-pending':
      return { ...rule, state: slashingPending(spec.operators, spec.avss) }
    case 'shared-vault':
      return { ...rule, state: sharedVault(spec.networks, spec.vaults) }
    case 'indexer-behind':
      return { ...rule, status: indexerBehind(spec.seconds) }
    case 'invalid-block':
      return { ...rule, status: invalidBlock() }
    case 'large-withdrawal': {
      const { shares, subjects } = spec
      return { ...rule, event: eventRule({ kinds: ['withdrawalQueued'], subjects, shares }) }
    }
    case 'event':
      return { ...rule, event: eventRule({ ...spec, shares: null }) }
  }
}
