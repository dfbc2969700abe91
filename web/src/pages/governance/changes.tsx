import type { GovernanceQuery } from '../../data/types.generated'
import { shortened, tamed } from '../../format/text'
import { Listing } from '../../ui/columns'
import { Entity } from '../../ui/entity'
import type { Column } from '../../ui/table'

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
          toldColumn('Of', ({ subject }) => subject, 'itself'),
          toldColumn('Before', ({ before }) => before, ''),
          toldColumn('After', ({ after }) => after || null, 'removed'),
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

type Row = GovernanceQuery['governanceChanges'][number]

/** An address, or a set of it. */
const SOMEBODY = /^(symbiotic-)?0x[\da-f]{40}(\/\d+)?$/

/** Somebody, or what else an event says. */
function toldColumn(name: string, of: (row: Row) => string | null, none: string): Column<Row> {
  return {
    name,
    cell: (row) => {
      const text = of(row)
      if (text === null) return none
      return SOMEBODY.test(text) ? <Entity of={{ id: text }} /> : shortened(tamed(text))
    },
    text: (row) => of(row) ?? '',
  }
}
