import { type Branch, commonBlock, type Style } from './chain'
import { type Hardships, hardshipsOf } from './hardships'
import { Random } from './random'

/** Blocks below the head after which a block counts as final. */
export const FINALITY = 30
/** Last block of the database of a seed at the start; 0: an empty database. */
const WINDOWS = [0, 1_310, 2_060, 2_790, 4_240] as const
/** In the empty database, the last block that every branch has. */
const SETUP_END = 60

export type RpcFault =
  | 'http 500'
  | 'http 502 html'
  | 'http 429'
  | 'reset'
  | 'half body'
  | 'cut json'
  | 'slow'
  | 'hang'
  | 'error -32603'
  | 'error -32005'
  | 'error 429'
  | 'error -32099'
  | 'null block'
  | 'head back'
  | 'batch shuffled'
  | 'batch short'
  | 'batch object'

const RPC_FAULTS: readonly RpcFault[] = [
  'http 500',
  'http 502 html',
  'http 429',
  'reset',
  'half body',
  'cut json',
  'slow',
  'hang',
  'error -32603',
  'error -32005',
  'error 429',
  'error -32099',
  'null block',
  'head back',
  'batch shuffled',
  'batch short',
  'batch object',
]

/** Faults in some of the next requests to the node. */
export interface RpcTrouble {
  kinds: RpcFault[]
  probability: number
  requests: number
}

/** Point at which a transaction of the indexer is interrupted. */
export type Point = 'copy' | 'end versions' | 'cursor' | 'commit' | 'rollback' | 'migration'

/** A disturbance of the indexer, or of its connection, during a step. */
export type Trouble =
  | { kind: 'none' }
  | { kind: 'kill' | 'stop' | 'terminate' | 'cancel'; at: 'time'; ms: number }
  | { kind: 'kill'; at: 'call'; method: string; nth: number }
  | { kind: 'kill' | 'terminate' | 'cancel'; at: 'point'; point: Point }
  | { kind: 'raise'; point: Point; code: string; times: number }
  | { kind: 'second' }

/** The chain that is served from this step on, and the disturbances meanwhile. */
export interface Step {
  move: 'grow' | 'fork' | 'shorter fork' | 'back' | 'deep fork'
  branch: number
  head: number
  /** Blocks of the longest chain served so far that are not on this one. */
  depth: number
  rpc: RpcTrouble | null
  trouble: Trouble
  /** Whether the index reaches the head before the next step. */
  settle: boolean
  /** Time before the next step, if it does not. */
  ms: number
}

/** Another node of the chain, whose head is behind for a while after each step. */
export interface SecondNode {
  isPreferred: boolean
  /** Of each step. */
  steps: { lag: number; rpc: RpcTrouble | null }[]
}

/** How history is verified, and how much of it the nodes omit. */
export interface HistoryPlan {
  verify: 'standard' | 'full'
  /** Fraction of the answers to filtered `eth_getLogs` that omit logs. */
  omissions: number
}

export interface Plan {
  seed: number
  /** Last block that every branch has. */
  window: number
  /** Last block in the database at the start. */
  indexed: number
  /** Distance of the finalized tag from the head. */
  finalizedTag: number
  uncles: boolean
  branches: Branch[]
  steps: Step[]
  second: SecondNode | null
  history: HistoryPlan
  hard: Hardships | null
}

const METHODS = ['eth_getLogs', 'eth_getBlockByNumber', 'eth_blockNumber', 'eth_chainId']
const POINTS: readonly Point[] = ['copy', 'end versions', 'cursor', 'commit']
/** serialization_failure, deadlock_detected, query_canceled, disk_full, out_of_memory, connection_failure */
const CODES = ['40001', '40001', '40P01', '57014', '53100', '53200', '08006']

/** Blocks above its window that a plan may use. */
const ROOM = 740

/**
 * The plan of a seed. The same seed gives the same plan.
 * @param last last block of the recorded chain
 */
export function planOf(seed: number, last = 5_000): Plan {
  const random = new Random(Math.imul(seed, 0x9e3779b1))
  const hard = hardshipsOf(seed)
  // The setup of the recorded chain has no more events than other windows, and takes longer.
  const window = random.chance(0.12)
    ? 0
    : random.pick(WINDOWS.slice(1).filter((window) => window + ROOM <= last))
  const planner = new Planner(random, window, hard?.tag ?? null)
  const steps: Step[] = []
  const count = random.between(4, 8)
  let mayGoDeep = random.chance(0.25)
  for (let i = 0; i < count; i++) {
    const step = planner.next(i === 0, mayGoDeep && (steps.at(-1)?.settle ?? false))
    if (step.move === 'deep fork') mayGoDeep = false
    steps.push(step)
  }
  steps.push(planner.last())
  if (window === 0 && random.chance(0.7)) {
    const kind = random.pick(['kill', 'kill', 'terminate', 'cancel'] as const)
    steps[0]!.trouble = { kind, at: 'point', point: 'migration' }
  }
  return {
    seed,
    window,
    indexed: hard?.lateConstants ? 0 : earlier(window, hard?.windowsBack ?? 0),
    finalizedTag: hard?.tag ?? random.pick([FINALITY, 64]),
    uncles: random.chance(0.5),
    branches: planner.branches,
    steps,
    // Drawn last, so that they do not change the rest of the plan.
    second: random.chance(0.4) ? secondNode(random, steps) : null,
    history: {
      verify: random.pick(['standard', 'standard', 'full']),
      omissions: random.pick([0, 0.2, 0.6, 1]),
    },
    hard,
  }
}

/** A window some places before this one; not the empty database. */
function earlier(window: number, places: number): number {
  const at = WINDOWS.indexOf(window as (typeof WINDOWS)[number])
  return at <= 0 ? window : WINDOWS[Math.max(1, at - places)]!
}

function secondNode(random: Random, steps: readonly Step[]): SecondNode {
  return {
    isPreferred: random.chance(0.5),
    steps: steps.map((step, i) => {
      const isQuiet = step.move === 'deep fork' || i === steps.length - 1
      const rpc = !isQuiet && random.chance(0.5) ? rpcTrouble(random) : null
      return { lag: random.between(0, 5), rpc }
    }),
  }
}

function rpcTrouble(random: Random): RpcTrouble {
  return {
    kinds: Array.from({ length: random.between(1, 4) }, () => random.pick(RPC_FAULTS)),
    probability: random.pick([0.1, 0.3, 0.6]),
    requests: random.between(5, 40),
  }
}

class Planner {
  readonly branches: Branch[] = []
  private branch = 0
  private head: number
  /** Last block that was ever served: the index may be there. */
  private highest: number
  private readonly floor: number
  /** Blocks below the highest one that a fork may replace. */
  private readonly finality: number

  constructor(
    private readonly random: Random,
    window: number,
    private readonly tag: number | null,
  ) {
    this.finality = tag ?? FINALITY
    this.floor = Math.max(window, SETUP_END)
    this.head = this.floor
    this.highest = this.floor
  }

  next(isFirst: boolean, mayGoDeep: boolean): Step {
    const { random } = this
    if (isFirst) {
      return this.step('grow', 0, this.head + random.between(5, 70) + (this.tag ?? 0))
    }
    const deepest = this.highest - this.finality - 16
    if (mayGoDeep && deepest > this.floor && random.chance(0.5)) {
      return this.fork('deep fork', random.between(deepest, this.highest - this.finality - 1))
    }
    const back = this.goBack()
    if (back !== null && random.chance(0.35)) return this.step('back', back, this.longer())
    const lowest = Math.max(this.floor, this.highest - this.finality + 1)
    const highest = Math.min(this.head, this.highest) - 1
    if (highest < lowest || random.chance(0.3)) return this.step('grow', this.branch, this.longer())
    const at = random.between(lowest, highest)
    return this.fork(random.chance(0.25) && at + 1 < this.highest ? 'shorter fork' : 'fork', at)
  }

  /** The chain grows above all blocks served before, without faults. */
  last(): Step {
    const step = this.step('grow', this.branch, this.highest + this.random.between(1, 12))
    return { ...step, rpc: null, trouble: { kind: 'none' }, settle: true }
  }

  private longer(): number {
    return this.highest + this.random.between(1, this.random.chance(0.2) ? 60 : 15)
  }

  /** An earlier branch that can be served again, if there is one. */
  private goBack(): number | null {
    const lowest = Math.max(this.floor, this.highest - this.finality + 1)
    const found = [...this.branches.keys(), this.branches.length].filter((branch) => {
      const common = commonBlock(this.branches, this.branch, branch)
      return branch !== this.branch && common >= lowest
    })
    return found.length === 0 ? null : this.random.pick(found)
  }

  private fork(move: 'fork' | 'shorter fork' | 'deep fork', at: number): Step {
    const { random } = this
    this.branches.push({ parent: this.branch, fork: at, style: this.style() })
    const head = move === 'shorter fork' ? random.between(at + 1, this.highest) : this.longer()
    return this.step(move, this.branches.length, head, this.highest - at)
  }

  private style(): Style {
    const { random } = this
    if (random.chance(0.5)) return { shift: random.between(1, 5), logs: 'all' }
    return { shift: 0, logs: random.pick(['all', 'none', 'renumbered', 'thinned'] as const) }
  }

  private step(move: Step['move'], branch: number, head: number, depth?: number): Step {
    const { random } = this
    const common = commonBlock(this.branches, this.branch, branch)
    const left = depth ?? Math.max(0, this.highest - Math.min(common, this.highest))
    const canSettle = head > this.highest
    this.branch = branch
    this.head = head
    this.highest = Math.max(this.highest, head)
    const isDeep = move === 'deep fork'
    return {
      move,
      branch,
      head,
      depth: move === 'grow' ? 0 : left,
      rpc: !isDeep && random.chance(0.5) ? rpcTrouble(random) : null,
      trouble: isDeep ? this.deepTrouble() : this.trouble(left > 0),
      settle: isDeep || (canSettle && random.chance(0.5)),
      ms: random.between(100, 1_200),
    }
  }

  /** A kill of the rewind, or none. */
  private deepTrouble(): Trouble {
    if (this.random.chance(0.5)) return { kind: 'kill', at: 'point', point: 'rollback' }
    return { kind: 'none' }
  }

  private trouble(isFork: boolean): Trouble {
    const { random } = this
    const roll = random.next()
    const point = this.point(isFork)
    if (roll < 0.15) return { kind: 'none' }
    if (roll < 0.3) return { kind: 'kill', at: 'time', ms: random.between(0, 2_500) }
    if (roll < 0.45) {
      const [method, nth] = [random.pick(METHODS), random.between(1, 6)]
      // A process requests the chain id once.
      return { kind: 'kill', at: 'call', method, nth: method === 'eth_chainId' ? 1 : nth }
    }
    if (roll < 0.72) return { kind: 'kill', at: 'point', point }
    if (roll < 0.8) return { kind: random.pick(['terminate', 'cancel']), at: 'point', point }
    if (roll < 0.84) {
      const kind = random.pick(['stop', 'terminate', 'cancel'] as const)
      return { kind, at: 'time', ms: random.between(0, 2_000) }
    }
    if (roll < 0.97) {
      return { kind: 'raise', point, code: random.pick(CODES), times: random.between(1, 7) }
    }
    return { kind: 'second' }
  }

  private point(isFork: boolean): Point {
    const { random } = this
    return isFork && random.chance(0.5) ? 'rollback' : random.pick(POINTS)
  }
}
