import type { ApiContext, BlockHeader } from '../../reads/context'
import { loadResolvers } from '../../reads/governance/vault-powers'
import type { BlockState } from '../../reads/graph/stakes'
import { hhi } from '../../risk/concentration/herfindahl'
import { population } from '../../risk/concentration/population'
import { vetoCoverage } from '../../risk/governance/veto-coverage'
import { Value } from '../../risk/value/value'
import { coverageFields, stakeAmount } from '../define/coverage'
import type { Measured } from '../define/measure'
import { member } from '../define/meta'
import { field, object } from '../define/object'
import { decimal, int, list, nullable, type ValueOf } from '../define/type'
import { resolverOfBlock } from './vault-rules'

const vetoPower = object('VetoPower', 'Slashable stake that one resolver can save.', {
  resolver: field(member, 'Resolver.'),
  stake: field(stakeAmount, 'What subnetworks could slash of vaults, and it may veto.'),
  share: field(nullable(decimal), 'Part of `slashable`, in [0, 1].'),
  ...coverageFields,
})

/** Type VetoCoverage. */
export const vetoCoverageAnswer = object(
  'VetoCoverage',
  'How much of the slashable stake of vaults a resolver can save. Stake that several subnetworks can slash counts for each. EigenLayer is not in it: slashers that AVSs made may have vetoes that are unknown.',
  {
    slashable: field(stakeAmount, 'What operators promised to subnetworks, and can be slashed.'),
    vetoable: field(stakeAmount, 'The part behind a veto slasher with a resolver.'),
    share: field(
      nullable(decimal),
      'vetoable / slashable, in [0, 1]. Null if nothing can be slashed.',
    ),
    resolvers: field(list(vetoPower), 'By resolver, the most stake first, then by address.'),
    hhi: field(
      nullable(decimal),
      'How concentrated vetoes are: sum of squared shares of `vetoable`, in (0, 1]. Null if there are none.',
    ),
    unknown: field(
      int,
      'Resolvers that depend on an unknown time: they count as none. 0: all are known.',
    ),
    ...coverageFields,
  },
)

/** Veto coverage of the stake that is measured. */
export async function vetoCoverageOf(
  context: ApiContext,
  block: BlockState & BlockHeader,
  { at: { graph }, valuation, covered }: Measured,
): Promise<ValueOf<typeof vetoCoverageAnswer>> {
  const rows = await loadResolvers(context, block)
  const inEffect = rows.map((row) => resolverOfBlock(block, row))
  const known = new Map(
    rows.map(({ vault, set }, one) => [`${vault} ${set}`, inEffect[one] ?? null]),
  )
  const resolverOf = (set: string, pool: string) => known.get(`${pool} ${set}`) ?? null
  const { slashable, vetoable, share, resolvers } = vetoCoverage(graph, valuation, resolverOf)
  const stakes = resolvers.map(({ stake }) => stake)
  const { amounts } = Value.pricedPart(stakes, valuation.none)
  return {
    slashable,
    vetoable,
    share: share.value,
    hhi: hhi(population(resolvers.map(({ id }, one) => ({ id, amount: amounts[one]! })))),
    unknown: inEffect.filter((resolver) => resolver === undefined).length,
    resolvers: resolvers.map(({ id, stake }) => ({
      resolver: id,
      stake,
      share: stake.share(slashable).value,
      ...covered([stake], () => [stake]),
    })),
    ...covered([slashable, vetoable], () => [slashable]),
  }
}
