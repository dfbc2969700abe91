import type { Deployment, Knowledge } from '../state-proof/knowledge'
import { EIGENLAYER_STORAGE } from './eigenlayer/storage'
import { SYMBIOTIC_STORAGE } from './symbiotic/storage'

const ALL = [EIGENLAYER_STORAGE, SYMBIOTIC_STORAGE]

/** The contracts of all protocols on each chain, by name of the deployment. */
function merged(deployments: readonly Deployment[]): Deployment[] {
  const byName = new Map<string, Deployment>()
  for (const one of deployments) {
    const before = byName.get(one.name)
    byName.set(one.name, {
      ...one,
      contracts: { ...before?.contracts, ...one.contracts },
      implementations: { ...before?.implementations, ...one.implementations },
    })
  }
  return [...byName.values()]
}

/** What is known of the storage of all protocols: what a verifier of proofs needs, and a prover. */
export const STORAGE: Knowledge = {
  layouts: ALL.flatMap(({ layouts }) => layouts),
  deployments: merged(ALL.flatMap(({ deployments }) => deployments)),
  figures: Object.assign({}, ...ALL.map(({ figures }) => figures)),
}
