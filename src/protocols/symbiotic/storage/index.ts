import type { Knowledge } from '../../../state-proof/knowledge'
import { DEPLOYMENTS } from './deployments'
import { VAULT_FIGURES } from './figures'
import { V1_0_3 } from './v1-0-3'

/** Where Symbiotic's contracts keep what, and which figures can be proven from it. */
export const SYMBIOTIC_STORAGE: Knowledge = {
  layouts: V1_0_3,
  deployments: DEPLOYMENTS,
  figures: VAULT_FIGURES,
}
