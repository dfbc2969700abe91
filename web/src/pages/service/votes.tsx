import type {
  QuorumEjectionsFragment,
  QuorumVotesFragment,
  ServiceQuery,
} from '../../data/types.generated'
import { percent, shifted } from '../../format/decimal'
import { counted } from '../../format/text'
import { Listing } from '../../ui/columns'

type Shares = NonNullable<ServiceQuery['concentration']['shares']>

/** Digits of a part that are kept. */
const PLACES = 6

/** Part of all votes, as a percentage; of none no part is defined. */
function partText(amount: string, whole: string): string {
  if (whole === '0') return 'there are none'
  return percent(shifted(`${(BigInt(amount) * 10n ** BigInt(PLACES)) / BigInt(whole)}`, -PLACES))
}

/** The quorum, where there is more than one to tell. */
const quorumText = (quorum: { number: number } | null) =>
  quorum === null ? 'one that was never created' : `${quorum.number}`

/** How the service counts votes, beside the stake that stands behind them, and whom it ejected. */
export function Votes({
  votes,
  ejections,
  shares,
}: {
  votes: readonly QuorumVotesFragment[]
  ejections: readonly QuorumEjectionsFragment[]
  /** Parts of the registered stake. */
  shares: Shares
}) {
  const ofStake = new Map(shares.map(({ member, share }) => [member.id, share]))
  return (
    <>
      <Listing
        title="Votes, and the stake behind them"
        rows={votes}
        keyOf={({ id }) => id}
        empty="How it counts votes is not known, or nobody votes."
        columns={(c) => [
          c.text('Quorum', ({ quorum }) => quorumText(quorum)),
          c.member('Operator', ({ operator }) => operator, 'operators', 'unknown'),
          c.text('Part of the votes', ({ stake, quorum }) => partText(stake, quorum.totalStake)),
          c.text('Part of registered stake', ({ operator }) => {
            const share = operator && ofStake.get(operator.id)
            if (share) return percent(share)
            return shares.length === 0 ? 'needs prices' : 'not among the largest 20'
          }),
          c.figure('Recorded weight', 'units', ({ stake }) => stake),
          c.figure('Weight by its stake now', 'units', ({ weightNow }) => weightNow),
          c.figure('Difference', 'units', ({ difference }) => difference),
          c.text('Updated', ({ age }) => (age === null ? 'never' : `${counted(age, 'block')} ago`)),
        ]}
      />
      <Listing
        title="Ejections, the last first"
        rows={ejections}
        keyOf={({ id }) => id}
        empty="No ejection from a quorum of it is known."
        columns={(c) => [
          c.figure('Block', 'block', ({ block }) => block),
          c.member('Operator', ({ operator }) => operator, 'operators', 'unknown'),
          c.text('Quorum', ({ quorum }) => quorumText(quorum)),
          c.figure('Weight before', 'units', ({ stake }) => stake),
          c.text('Outcome', ({ isRemoved, isRateLimitHit }) =>
            [
              isRemoved ? 'ejected from the quorum' : 'it was not in the quorum',
              ...(isRateLimitHit ? ['the limit was hit'] : []),
            ].join('; '),
          ),
        ]}
      />
    </>
  )
}
