import type { MiddlewareFact } from '../../facts/middleware'
import type { Rules } from '../rule'
import { middlewareContractRules } from './contracts'
import { quorumRules } from './quorums'
import { slashingRequestRules } from './slashing-requests'
import { voterRules } from './voters'

/** Rules of contracts of AVSs on eigenlayer-middleware. */
export const middlewareRules: Rules<MiddlewareFact['kind']> = {
  ...middlewareContractRules,
  ...quorumRules,
  ...voterRules,
  ...slashingRequestRules,
}
