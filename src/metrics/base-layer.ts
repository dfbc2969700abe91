import type { ApiContext, BlockInput } from '../reads/context'
import { loadNativeStake, type NativeStake } from '../reads/graph/native-stake'
import { classSplit } from '../risk/base-layer/asset-classes'
import { chainShare } from '../risk/base-layer/chain-share'
import { securityByPool, unpricedServices } from '../risk/base-layer/security'
import type { Basis } from '../risk/graph/graph'
import { toDecimal } from '../risk/math/decimal'
import { type Ratio, ratio } from '../risk/math/ratio'
import { WAD } from '../risk/math/wad'
import { baseLayerTypeDefs } from './base-layer-types'
import { bad, type Page, range } from './define/arguments'
import { groupingOf } from './define/grouping'
import { type Measured, measure } from './define/matrix'
import { member } from './define/meta'
import type { SchemaPart } from './define/part'
import { type PricingInput, withPolled } from './define/pricing'
import type { RiskSources } from './define/sources'
import { readAmount } from './define/values'
import { classesOf, serializeSplit } from './parts/asset-split'
import { checkClass, type DepegInput, depegSensitivity, echoDepeg } from './parts/depeg'

/** Kind of grouping that classes are made by, if the request names none. */
const ASSET_CLASS = 'assetClass'

interface Arguments {
  stakedEth?: string | null
  grouping?: string | null
  depeg?: DepegInput | null
  basis: Basis
  pricing?: PricingInput | null
  block?: BlockInput | null
}

const inEth = (wei: bigint) => toDecimal(ratio(wei, WAD))

function resolve(sources: RiskSources) {
  return async (_: unknown, args: Arguments, context: ApiContext) => {
    const { depeg, stakedEth: text } = args
    const stakedEth = text == null ? null : readAmount('stakedEth', text)
    const { basis, pricing, block: input } = args
    const measured = await measure(sources, { basis, pricing, block: input }, context, true)
    const block = await context.at(input)
    const { groupings } = sources.labels(block.chainId)
    const grouping =
      args.grouping == null
        ? (groupings.get(ASSET_CLASS) ?? null)
        : groupingOf(sources.labels(block.chainId), args.grouping)
    if (depeg) checkClass(depeg, grouping)
    const at = await sources.graphs.at(context, block)
    let native: Promise<NativeStake> | null = null
    const readNative = () => {
      native ??= loadNativeStake(context, block, at.graph)
      return native
    }
    const meta = {
      ...measured.meta,
      grouping: grouping?.version ?? null,
      assumptions: [
        ...(text == null ? [] : [{ name: 'stakedEth', value: text }]),
        ...(depeg ? echoDepeg(depeg) : []),
      ],
    }
    const classOf = classesOf(at.graph, await withPolled(context, block.number, at), grouping)
    return {
      meta,
      native: async () => shownNative(await readNative(), stakedEth, text),
      beaconChain: async () => shownLosses(await readNative()),
      avsCount: at.graph.services.length,
      ...('matrix' in measured
        ? shownSecurity(measured, args, classOf)
        : { avss: [], depeg: depeg && { avss: [], nullReason: meta.nullReason } }),
    }
  }
}

/** What needs the stake behind AVSs. */
function shownSecurity(
  { at: { graph }, valuation, matrix }: Measured,
  { basis, depeg }: Arguments,
  classOf: readonly (string | null)[],
) {
  const { unit } = valuation
  const pools = matrix('SERVICE', 'POOL')
  const unpriced = unpricedServices(graph, basis, valuation)
  return {
    all: () => {
      const split = classSplit(securityByPool(graph, basis, valuation), 0, classOf)
      return serializeSplit(split, unit, graph.pools, unpriced.size > 0)
    },
    avss: (page: Page) => {
      const [from, to] = range(page)
      return graph.services.slice(from, to).map((id, index) => {
        const avs = from + index
        const split = classSplit(pools, avs, classOf)
        return {
          avs: member(id),
          assets: serializeSplit(split, unit, graph.pools, unpriced.has(avs)),
        }
      })
    },
    depeg: () => depeg && depegSensitivity(depeg, pools, classOf, unpriced),
  }
}

/** @throws ApiError BAD_USER_INPUT if less is staked than is restaked */
function shownNative(
  { withdrawable, delegated }: NativeStake,
  stakedEth: Ratio | null,
  text: string | null | undefined,
) {
  // Both times the denominator, so that parts of a wei do not matter.
  const staked = stakedEth && stakedEth.num * WAD
  const restaked = withdrawable * (stakedEth?.den ?? 1n)
  if (staked !== null && restaked > staked) {
    throw bad('stakedEth', text, `More than that is restaked: ${inEth(withdrawable)} ETH.`)
  }
  const { value, nullReason } = chainShare(restaked, staked)
  const [third, half, twoThirds] = value?.distances ?? []
  return {
    restaked: inEth(withdrawable),
    delegated: inEth(delegated),
    share: value && toDecimal(value.share),
    toThird: third && toDecimal(third),
    toHalf: half && toDecimal(half),
    toTwoThirds: twoThirds && toDecimal(twoThirds),
    nullReason: nullReason === 'UNKNOWN_TOTAL' ? 'ASSUMPTION_MISSING' : nullReason,
  }
}

function shownLosses({ slashed }: NativeStake) {
  const sum = (amountOf: (one: (typeof slashed)[number]) => bigint) =>
    slashed.reduce((all, one) => all + amountOf(one), 0n)
  const least = slashed.reduce<bigint | null>(
    (low, { factor }) => (low === null || factor < low ? factor : low),
    null,
  )
  return {
    stakers: slashed.length,
    pods: slashed.filter(({ hasPod }) => hasPod).length,
    leastFactor: least === null ? null : toDecimal(ratio(least, WAD)),
    deposited: inEth(sum(({ deposited }) => deposited)),
    withdrawable: inEth(sum(({ withdrawable }) => withdrawable)),
    lost: inEth(sum(({ deposited, withdrawable }) => deposited - withdrawable)),
  }
}

/** Field `baseLayer`. */
export function baseLayerSchema(sources: RiskSources): SchemaPart {
  return { typeDefs: baseLayerTypeDefs, resolvers: { Query: { baseLayer: resolve(sources) } } }
}
