import { quorumThresholdKey } from '../../facts/ids'
import type { VotingPowerFact } from '../../facts/voting-power'
import type { RowRef } from '../rows'
import type { VotingPowerRuleRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { ensureSubnetwork, subnetworkRefs } from './first-seen'

const ruleRef = ({ driver }: { driver: string }): RowRef => ({
  table: 'votingPowerRule',
  key: driver,
})

function ruleOf(state: LedgerState, driver: string): VotingPowerRuleRow {
  return (
    state.get('votingPowerRule', driver) ?? {
      key: driver,
      driver,
      operatorSet: null,
      maxVotingPower: null,
      minInclusionVotingPower: null,
      maxValidatorsCount: null,
      requiredHeaderKeyTag: null,
    }
  )
}

/** How networks make voting power of stake. */
export const votingPowerRules: Rules<VotingPowerFact['kind']> = {
  driverSubnetwork: {
    touches: (fact) => [ruleRef(fact), ...subnetworkRefs(fact.subnetwork)],
    apply(state, { driver, subnetwork }, at) {
      const { key } = ensureSubnetwork(state, subnetwork, at.block)
      state.put('votingPowerRule', { ...ruleOf(state, driver), operatorSet: key })
    },
  },

  votingPowerRules: {
    touches: (fact) => [ruleRef(fact)],
    apply(state, { driver, rules }) {
      state.put('votingPowerRule', { ...ruleOf(state, driver), ...rules })
    },
  },

  quorumThreshold: {
    touches: (fact) => [
      ruleRef(fact),
      { table: 'quorumThreshold', key: quorumThresholdKey(fact.driver, fact.keyTag) },
    ],
    apply(state, { driver, keyTag, threshold }) {
      state.put('votingPowerRule', ruleOf(state, driver))
      const key = quorumThresholdKey(driver, keyTag)
      if (threshold === null) return state.remove('quorumThreshold', key)
      state.put('quorumThreshold', { key, rule: driver, keyTag, threshold })
    },
  },
}
