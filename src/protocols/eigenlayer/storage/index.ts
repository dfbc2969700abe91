import type { Knowledge } from '../../../state-proof/knowledge'
import { DEPLOYMENTS } from './deployments'
import { MAGNITUDE_FIGURES } from './magnitude-figures'
import { SET_FIGURES } from './set-figures'
import { STAKE_FIGURES } from './stake-figures'
import { SUM_FIGURES } from './sum-figures'
import { V1_12 } from './v1-12'

/** Where EigenLayer's contracts keep what, and which figures can be proven from it. */
export const EIGENLAYER_STORAGE: Knowledge = {
  layouts: [V1_12],
  deployments: DEPLOYMENTS,
  figures: { ...STAKE_FIGURES, ...MAGNITUDE_FIGURES, ...SET_FIGURES, ...SUM_FIGURES },
}
