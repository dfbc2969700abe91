import { avsMiddleware } from './avs-middleware'
import { eigenlayer } from './eigenlayer'
import type { Protocol } from './protocol'
import { symbiotic } from './symbiotic'

/** The protocols whose contracts can be indexed. */
export const PROTOCOLS: readonly Protocol[] = [eigenlayer, symbiotic, avsMiddleware]
