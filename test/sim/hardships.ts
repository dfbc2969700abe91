import { SILENCES, type Silence } from './constants'
import type { DatabaseFault } from './database-faults'
import type { Glitch } from './glitches'
import { type Limit, WAYS } from './limits'
import { Random } from './random'

/** First seed that has hardships: those before it stay what they were. */
export const FIRST_HARD_SEED = 1_001

/** What a step has beside its faults and its trouble. */
export interface HardStep {
  glitch: Glitch | null
  /** The nodes are down while the indexer starts. */
  down: Down | null
  /** Once the index is at the head, the nodes serve another chain for a while. */
  otherChain: OtherChain | null
  database: DatabaseFault | null
  /** Once the index is at the head, a second indexer starts. */
  second: boolean
}

/** Contracts answer for constants from a step on; the database is empty before. */
export interface LateConstants {
  /** Step. */
  from: number
  before: Silence
}

/** The indexer is killed, if it runs, and starts while the nodes refuse connections. */
export interface Down {
  ms: number
  nodes: 'first' | 'both'
}

export interface OtherChain {
  /** Its last block, as blocks above the head of the right one; null: it has just begun. */
  above: number | null
  /** Whether the indexer starts on it, or runs. */
  isAtStart: boolean
}

/** What the world of a seed is like, beside the plan: drawn apart from it. */
export interface Hardships {
  /** How many windows before that of the plan the database ends, so that there is more history to read. */
  windowsBack: number
  /** Distance of the node's finalized block from the head, if that is far more than finality: no fork goes below it, except deep ones. */
  tag: number | null
  /** Null: the deployment has the constants. */
  lateConstants: LateConstants | null
  /** Of the nodes, while these steps are played. */
  limits: Limit[]
  /** Of each step; there may be more than steps. */
  steps: HardStep[]
}

/** Most steps that a plan has. */
const MAX_STEPS = 9

/** The hardships of a seed; null for those that have none. The same seed gives the same ones. */
export function hardshipsOf(seed: number): Hardships | null {
  if (seed < FIRST_HARD_SEED) return null
  const random = new Random(Math.imul(seed, 0x85ebca6b) ^ 0x5bd1e995)
  const limits = random.chance(0.6)
    ? Array.from({ length: random.between(1, 2) }, () => limit(random))
    : []
  const windowsBack = limits.length > 0 ? random.between(0, 1) : 0
  const steps = Array.from(
    { length: MAX_STEPS },
    (): HardStep => ({
      glitch: random.chance(0.35) ? glitch(random) : null,
      down: null,
      otherChain: null,
      database: null,
      second: false,
    }),
  )
  const tag = random.chance(0.35) ? random.between(90, 200) : null
  for (const [i, step] of steps.entries()) {
    if (random.chance(i === 0 ? 0.3 : 0.08)) step.down = down(random)
    if (random.chance(0.3)) step.otherChain = otherChain(random)
  }
  const lateConstants = random.chance(0.2)
    ? { from: random.between(1, 4), before: random.pick(SILENCES) }
    : null
  for (const step of steps) {
    if (random.chance(0.25)) step.database = databaseFault(random)
    step.second = random.chance(0.2)
  }
  return { windowsBack, tag, lateConstants, limits, steps }
}

function down(random: Random): Down {
  return { ms: random.between(1_000, 8_000), nodes: random.pick(['first', 'both', 'both']) }
}

function otherChain(random: Random): OtherChain {
  return {
    above: random.pick([null, -random.between(1, 50), 0, random.between(1, 50)]),
    isAtStart: random.chance(0.5),
  }
}

function limit(random: Random): Limit {
  const of = random.pick(['blocks', 'blocks', 'batch', 'addresses'] as const)
  const max = random.pick(
    { blocks: [2, 5, 20, 100], batch: [1, 2, 5, 10], addresses: [1, 5, 20] }[of],
  )
  const from = random.chance(0.5) ? 0 : random.between(1, 3)
  const until = random.chance(0.5) ? null : from + random.between(1, 3)
  return { of, max, way: random.pick(WAYS[of]), from, until, nodes: random.pick(['first', 'both']) }
}

function glitch(random: Random): Glitch {
  const kind = random.pick(['null block', 'zero parent', 'leap', 'fall back'] as const)
  const isOfHead = kind === 'leap' || kind === 'fall back'
  const blocks = isOfHead ? random.between(10, 60) : random.between(0, 6)
  return { kind, blocks, ms: random.between(500, 6_000) }
}

function databaseFault(random: Random): DatabaseFault {
  const kind = random.pick(['half-open', 'frozen', 'read-only'] as const)
  return { kind, ms: random.chance(0.1) ? 25_000 : random.between(500, 8_000) }
}
