import type { Knowledge } from '../state-proof/knowledge'
import { EIGENLAYER_STORAGE } from './eigenlayer/storage'

/** What is known of the storage of all protocols: what a verifier of proofs needs, and a prover. */
export const STORAGE: Knowledge = EIGENLAYER_STORAGE
