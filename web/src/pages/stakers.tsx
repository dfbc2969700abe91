import { useState } from 'preact/hooks'
import { go, hrefOf } from '../app/place'
import { useView } from '../app/view'
import { document } from '../data/documents'
import type { StakersQuery, StakersQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import text from '../queries/stakers.graphql?raw'
import { stakersSentences } from '../sentences/staker'
import { Listing } from '../ui/columns'
import { Frame } from '../ui/frame'
import { Sentences } from '../ui/sentences'

const QUERY = document<StakersQuery, StakersQueryVariables>(text)

/** Who the largest stakers are, and the way to any of them. */
export function Stakers() {
  const { block, scope, pricing } = useView()
  const asked = useQuery(QUERY, { block, scope, pricing })
  return (
    <Frame
      title="Stakers"
      controls={<AddressForm />}
      asked={asked}
      measured={({ concentration }) => concentration.meta}
    >
      {(data) => (
        <>
          <Sentences of={stakersSentences(data)} />
          <p class="empty">
            Paste an address to see what it has, what it can lose, and when what it withdraws is
            out.
          </p>
          <Listing
            title="The largest stakers"
            rows={data.concentration.shares ?? []}
            keyOf={({ member }) => member.id}
            empty="Nobody holds stake at this block."
            columns={(c) => [
              c.member('Staker', ({ member }) => member, 'stakers'),
              c.figure('Stake', 'amount', ({ amount, value }) => amount ?? value, 'stake'),
              c.figure('Share', 'percent', ({ share }) => share, 'share'),
            ]}
          />
        </>
      )}
    </Frame>
  )
}

/** Leads to the position of an address. */
export function AddressForm({ address = '' }: { address?: string }) {
  const { params } = useView().place
  const [draft, setDraft] = useState(address)
  const show = (event: Event) => {
    event.preventDefault()
    go(hrefOf('stakers', draft.trim().toLowerCase(), params))
  }
  return (
    <form onSubmit={show}>
      <label>
        Address of a staker
        <input
          name="address"
          size={44}
          required
          pattern="\s*0x[0-9a-fA-F]{40}\s*"
          placeholder="0x…"
          value={draft}
          onInput={({ currentTarget }) => setDraft(currentTarget.value)}
        />
      </label>
      <button type="submit">Show its position</button>
    </form>
  )
}
