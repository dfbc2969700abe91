import { useEffect, useRef } from 'preact/hooks'
import { document } from '../../data/documents'
import type {
  SlashingLossesQuery,
  SlashingLossesQueryVariables,
  SlashingsQuery,
  SlashingTouchedQuery,
  SlashingTouchedQueryVariables,
} from '../../data/types.generated'
import { useQuery } from '../../data/use-query'
import commitment from '../../queries/commitment.graphql?raw'
import lossesText from '../../queries/slashing-losses.graphql?raw'
import touchedText from '../../queries/slashing-touched.graphql?raw'
import { touchedSentence } from '../../sentences/slashings'
import { Listing } from '../../ui/columns'
import { Commitments } from '../../ui/commitments'
import { Failure } from '../../ui/failure'

const LOSSES = document<SlashingLossesQuery, SlashingLossesQueryVariables>(lossesText)
const TOUCHED = document<SlashingTouchedQuery, SlashingTouchedQueryVariables>(
  touchedText,
  commitment,
)

/** One slashing: which services count on the stake that it took, and which stakers lost what. */
export function SlashingDetail({ of }: { of: SlashingsQuery['slashings'][number] }) {
  const { id, block, protocol, operatorId, operatorSet } = of
  const pools = of.pools.map(({ poolId }) => poolId)
  const [first = ''] = pools
  const touched = useQuery(TOUCHED, {
    block: { number: block },
    // A vault loses for all that it is promised to, a strategy what the operator has in it.
    where: protocol === 'SYMBIOTIC' ? { pool_eq: first } : { operator_eq: operatorId },
  })
  const losses = useQuery(LOSSES, { slashing: id })
  const rows = touched.data?.commitments.filter(({ pool }) => pools.includes(pool.id))
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.scrollIntoView(), [])
  return (
    <section class="notice" ref={box}>
      <h2>The slashing of block {block}</h2>
      {touched.failure && <Failure failure={touched.failure} retry={touched.retry} />}
      {rows && (
        <>
          <p>{touchedSentence(rows, operatorSet.avsId)}</p>
          <Commitments rows={rows} of="network" title="What counts on the same stake" />
        </>
      )}
      {losses.failure && <Failure failure={losses.failure} retry={losses.retry} />}
      {losses.data && (
        <Listing
          title="Stakers that lost, the most first"
          rows={losses.data.slashingLosses}
          keyOf={({ staker, pool }) => `${staker} ${pool}`}
          empty="No staker lost anything."
          columns={(c) => [
            c.member('Staker', ({ staker }) => ({ id: staker }), 'stakers'),
            c.member('Pool', ({ pool }) => ({ id: pool })),
            c.pool(
              'Lost',
              ({ pool }) => pool,
              ({ loss }) => loss,
            ),
            c.worth(
              ({ pool }) => pool,
              ({ loss }) => loss,
            ),
            c.pool(
              'Of it queued',
              ({ pool }) => pool,
              ({ queuedLoss }) => queuedLoss,
            ),
          ]}
        />
      )}
      {!(touched.data || touched.failure) && <p role="status">Loading…</p>}
    </section>
  )
}
