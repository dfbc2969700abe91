import type { GovernanceQuery } from '../../data/types.generated'
import { shortened, tamed } from '../../format/text'
import { Listing } from '../../ui/columns'

/** How often rules changed, the last changes, and slashings after changes. */
export function Changes({ data }: { data: GovernanceQuery }) {
  const { changes, slashings } = data.governance
  return (
    <>
      <Listing
        title="How often rules change"
        rows={changes.kinds}
        keyOf={({ kind }) => kind}
        empty="No rule changed in these blocks."
        columns={(c) => [
          c.text('Kind', ({ kind }) => kind.toLowerCase().replaceAll('_', ' ')),
          c.figure('Changes', 'count', ({ count }) => count),
          c.figure('First settings', 'count', ({ firstSettings }) => firstSettings),
          c.figure('Last at block', 'block', ({ lastBlock }) => lastBlock),
        ]}
      />
      <Listing
        title="Changes, the last first"
        rows={data.governanceChanges}
        keyOf={({ id }) => id}
        empty="No rule changed up to this block."
        columns={(c) => [
          c.figure('Block', 'block', ({ block }) => block),
          c.text('Kind', ({ kind }) => kind.toLowerCase().replaceAll('_', ' ')),
          c.text('Event', ({ event }) => event),
          c.member('Contract', ({ contractId }) => ({ id: contractId })),
          c.text('Of', ({ subject }) => (subject === null ? 'itself' : shortText(subject))),
          c.text('Before', ({ before }) => (before === null ? '' : shortText(before))),
          c.text('After', ({ after }) => (after === '' ? 'removed' : shortText(after))),
        ]}
      />
      <Listing
        title="Slashings, and changes in the seven days before"
        rows={slashings}
        keyOf={({ slashing }) => slashing}
        empty="Nobody was slashed up to this block."
        columns={(c) => [
          c.figure('Block', 'block', ({ block }) => block),
          c.member('Operator', ({ operator }) => operator, 'operators'),
          c.member('Operator set', ({ operatorSet }) => operatorSet),
          c.figure('Changes before', 'count', (row) => row.changes),
          c.figure('Of its own rules', 'count', ({ ownChanges }) => ownChanges),
        ]}
      />
    </>
  )
}

/** Text of anybody, in a cell. */
const shortText = (text: string) => shortened(tamed(text))
