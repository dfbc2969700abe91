import type { ApiContext } from '../../reads/context'
import { loadVoteThresholds } from '../../reads/graph/votes'
import { loadLoggedQuorums, type Quorums } from '../../reads/vaults/quorums'
import type { Basis } from '../../risk/graph/graph'
import { type Ratio, ratio } from '../../risk/math/ratio'
import { type Argument, assumed, otherwise } from '../define/argument'
import { threshold } from '../define/arguments'
import { enumeration, type ValueOf } from '../define/type'

/** Part of a stake that corrupts an AVS of which no quorum is known. */
export const THIRD: Ratio = ratio(1n, 3n)

/** Where the threshold of an AVS is from. */
export const thresholdSource = enumeration('ThresholdSource', 'Where a threshold is from.', {
  ARGUMENT: 'The request: `threshold`, or `quorums`.',
  LOGGED:
    'The network logged it as its quorum (entity QuorumThreshold); with VOTES the AVS did (ThresholdWeightUpdated).',
  DEFAULT: 'Neither: a third is assumed.',
})

/** Argument `threshold`: a third is what is assumed without it, and quorums that were logged count then. Null: not given. */
export function corruptionThreshold(doc: string): Argument<Ratio | null> {
  const argument = otherwise(assumed(threshold(doc)), '1/3')
  return {
    ...argument,
    read: (name: string, given: never) => (given === null ? null : argument.read(name, given)),
  }
}

/** Quorums that count beside this threshold, of VOTES those of the weights; null: they do not. */
export async function countedQuorums(
  given: Ratio | null,
  context: Pick<ApiContext, 'query'>,
  block: number,
  basis: Basis | null = null,
): Promise<Quorums | null> {
  if (given !== null) return null
  if (basis === 'VOTES') return loadVoteThresholds(context, block)
  const [quorums] = await loadLoggedQuorums(context, [block])
  return quorums!
}

/** The part of an AVS's stake that corrupts it, and where it is from. @param logged quorums that count */
export function thresholdOf(
  avs: string,
  given: Ratio | null,
  logged: Quorums | null,
): { readonly threshold: Ratio; readonly source: ValueOf<typeof thresholdSource> } {
  if (given !== null) return { threshold: given, source: 'ARGUMENT' }
  const quorum = logged?.get(avs)
  return quorum ? { threshold: quorum, source: 'LOGGED' } : { threshold: THIRD, source: 'DEFAULT' }
}
