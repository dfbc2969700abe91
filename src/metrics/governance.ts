import type { ApiContext, BlockInput, BlockPoint } from '../reads/context'
import { loadChangeCounts, loadSlashingsAfterChanges } from '../reads/governance/changes'
import { loadSetRules } from '../reads/governance/set-rules'
import {
  loadSlasherChanges,
  loadSlasherNotice,
  type SlasherChangeRow,
} from '../reads/governance/slasher-changes'
import type { BlockGraph } from '../reads/graph/timeline'
import { blocksToExit, exitGap } from '../risk/base-layer/exit-gap'
import { bucketStake } from '../risk/graph/bucket-stake'
import { exposure } from '../risk/graph/exposure'
import type { Valuation } from '../risk/graph/graph'
import { redistributionByPool } from '../risk/leverage/redistribution'
import { toDecimal } from '../risk/math/decimal'
import { ratio } from '../risk/math/ratio'
import { unionCoverage } from '../risk/operators/coverage'
import type { SchemaPart } from './define/part'
import type { RiskSources } from './define/sources'
import { governanceTypeDefs } from './governance-types'
import { bad, checkCount, MAX_LISTED, type ScopeInput } from './legacy/arguments'
import { measure } from './legacy/matrix'
import { type Meta, member } from './legacy/meta'
import type { PricingInput } from './legacy/pricing'
import { sharedControllers } from './parts/shared-controllers'
import { upgrades } from './parts/upgrades'

interface Arguments {
  scope?: ScopeInput | null
  pricing?: PricingInput | null
  block?: BlockInput | null
}

/** What the fields of governance are answered from. */
export interface Governance {
  at: BlockGraph
  block: BlockPoint
  /** How stake is added up; null: it is not, and `meta` says why. */
  valuation: Valuation | null
  meta: Meta
  exit: { blocksToExit: number | null; notice: number | null }
  pending: readonly SlasherChangeRow[]
}

type Page = { limit: number }

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const measured = await measure(sources, { ...args, basis: 'SLASHABLE' }, context, true)
    const block = await context.at(args.block)
    const at = await sources.graphs.at(context, block)
    const { deallocationDelay, withdrawalDelay } = at
    const toExit = blocksToExit(withdrawalDelay, deallocationDelay)
    const notice = await loadSlasherNotice(context, block)
    const pending = await loadSlasherChanges(context, block)
    return {
      at,
      block,
      valuation: 'matrix' in measured ? measured.valuation : null,
      meta: measured.meta,
      pending,
      slasherChangeCount: pending.length,
      exit: {
        withdrawalDelay,
        deallocationDelay,
        blocksToExit: toExit,
        notice,
        exitGap: exitGap(toExit, notice),
      },
    }
  }
}

/** What some sets together can slash, by the positions of the sets; null if it cannot be added up. */
function slashableBy({ at, valuation }: Governance): (sets: readonly string[]) => string | null {
  if (valuation === null) return () => null
  const matrix = exposure(at.graph, 'SLASHABLE', valuation, 'SET', 'BUCKET')
  const stake = bucketStake(at.graph, valuation)
  const place = new Map(matrix.columns.map((id, set) => [id, set]))
  return (sets) => {
    const columns = sets.flatMap((id) => place.get(id) ?? [])
    const { covered } = unionCoverage(matrix, stake, columns)
    return toDecimal({ num: covered, den: valuation.unit })
  }
}

function slasherChanges(answer: Governance, { limit }: Page) {
  checkCount('limit', limit, MAX_LISTED)
  const { pending, exit, block } = answer
  const stakeOf = slashableBy(answer)
  return pending.slice(0, limit).map((change) => {
    const { set, slasher, pendingSlasher, effectBlock, announcedAt } = change
    const notice = effectBlock - announcedAt
    return {
      operatorSet: member(set),
      slasher: slasher && member(slasher),
      pendingSlasher: member(pendingSlasher),
      announcedAtBlock: announcedAt,
      effectBlock,
      notice,
      exitGap: exitGap(exit.blocksToExit, notice),
      exitGapNow: exitGap(exit.blocksToExit, effectBlock - block.number),
      stake: stakeOf([set]),
    }
  })
}

async function redistribution(
  { at: { graph }, block }: Governance,
  { limit }: Page,
  context: ApiContext,
) {
  checkCount('limit', limit, MAX_LISTED)
  const rules = await loadSetRules(context, block, graph)
  const redistributes = rules.map(({ recipient }) => recipient !== null)
  return redistributionByPool(graph, redistributes)
    .slice(0, limit)
    .map(({ pool, slashable, redistributing }) => ({
      pool: member(graph.pools[pool]!),
      slashable: `${slashable}`,
      redistributing: `${redistributing}`,
      share: toDecimal(ratio(redistributing, slashable)),
    }))
}

async function changes({ block }: Governance, args: { blocks: number }, context: ApiContext) {
  checkCount('blocks', args.blocks)
  const from = Math.max(0, block.number - args.blocks + 1)
  const found = await loadChangeCounts(context, block, from - 1)
  const kinds = found.map(({ kind, count, first, lastBlock }) => ({
    kind,
    count: count - first,
    firstSettings: first,
    lastBlock,
  }))
  const count = kinds.reduce((sum, one) => sum + one.count, 0)
  return { fromBlock: from, toBlock: block.number, count, kinds }
}

async function slashings(
  { block }: Governance,
  args: { within: number; limit: number; offset: number },
  context: ApiContext,
) {
  checkCount('within', args.within)
  checkCount('limit', args.limit, MAX_LISTED)
  if (args.offset < 0) throw bad('offset', args.offset, 'Ask for 0 or more.')
  const found = await loadSlashingsAfterChanges(context, block, args.within, args)
  return found.map(({ id, operator, set, own, ...rest }) => ({
    ...rest,
    slashing: id,
    operator: member(operator),
    operatorSet: member(set),
    ownChanges: own,
  }))
}

/** Field `governance`. */
export function governanceSchema(sources: RiskSources): SchemaPart {
  return {
    typeDefs: governanceTypeDefs,
    resolvers: {
      Query: { governance: resolve(sources) },
      Governance: {
        slasherChanges,
        stakeUnderChange: (answer: Governance) =>
          slashableBy(answer)(answer.pending.map(({ set }) => set)),
        redistribution,
        upgrades,
        changes,
        slashings,
        sharedControllers,
      },
    },
  }
}
