import { hrefOf } from '../app/place'
import { useView } from '../app/view'
import { tokenText } from '../data/tokens'
import type {
  SlashingRequestLossesFragment,
  SlashingRequestsFragment,
} from '../data/types.generated'
import { percent, shifted } from '../format/decimal'
import { calledOf, tamed, timeText } from '../format/text'
import { Entity } from './entity'
import { useOrigin } from './origin'
import { type Column, Table } from './table'

type Loss = SlashingRequestLossesFragment['requests'][number]
type Row = SlashingRequestsFragment & { readonly loss: Loss | undefined }

/** What became of it, or until when it can be vetoed. */
function stateText({
  status,
  canBeVetoed,
  vetoDeadline,
  resolvedAtBlock,
}: SlashingRequestsFragment): string {
  if (status === 'CANCELLED') return `vetoed in block ${resolvedAtBlock}`
  if (status === 'FULFILLED') return `executed in block ${resolvedAtBlock}`
  if (vetoDeadline === null) return 'pending; how long it can be vetoed is not known'
  const time = timeText(Number(vetoDeadline))
  if (canBeVetoed === null) return `pending; can be vetoed until ${time}, then executed`
  return canBeVetoed
    ? `pending: can be vetoed until ${time}`
    : `pending: can be executed since ${time}`
}

/** What it asks for, pool by pool. */
function askedTexts({ pools }: Row, { called }: Words): string[] {
  return pools.map(({ poolId, wad }) => {
    const part = percent(shifted(wad, -18))
    return poolId === null ? `${part} in a pool that no log says` : `${called(poolId)}: ${part}`
  })
}

/** What it would take at the block, pool by pool. */
function lossTexts({ status, loss }: Row, { called, shown }: Words): string[] {
  if (status !== 'REQUESTED') return ['nothing more']
  if (!loss) return ['unknown: there are more requests than are asked for']
  if (loss.nullReason === null) {
    return loss.pools.map(({ pool, shares }) => `${called(pool!.id)}: ${shown(pool!.id, shares!)}`)
  }
  if (loss.nullReason === 'REFUSED') return ['nothing: the core would refuse it']
  const bounds = loss.atMost.map(
    ({ pool, shares }) => `${called(pool.id)}: at most ${shown(pool.id, shares)}`,
  )
  return bounds.length > 0 ? bounds : [`unknown (${loss.nullReason})`]
}

/** How pools and amounts of them are written. */
interface Words {
  called(pool: string): string
  shown(pool: string, shares: string): string
}

/** In a file: exact. */
const EXACT: Words = { called: (pool) => pool, shown: (_, shares) => `${shares} base units` }

type Texts = (row: Row, words: Words) => string[]

const listed = (name: string, texts: Texts): Column<Row> => ({
  name,
  cell: (row) => <Lines of={row} texts={texts} />,
  text: (row) => texts(row, EXACT).join('; '),
})

/** For people: pools by name, amounts in whole tokens. */
function Lines({ of, texts }: { of: Row; texts: Texts }) {
  const { tokens, names } = useOrigin()
  const words: Words = {
    called: (id) => calledOf({ id, name: names.get(id) ?? null }),
    shown: (pool, shares) => tokenText(shares, tokens.get(pool)),
  }
  return (
    <ul class="plain">
      {texts(of, words).map((text, position) => (
        <li key={position} title={texts(of, EXACT)[position]}>
          {text}
        </li>
      ))}
    </ul>
  )
}

const COLUMNS: readonly Column<Row>[] = [
  { name: 'Requested in block', form: 'block', value: ({ requestedAtBlock }) => requestedAtBlock },
  { name: 'State', cell: stateText, text: stateText },
  {
    name: 'Operator',
    cell: ({ operatorId }) => <Entity of={{ id: operatorId }} page="operators" />,
    text: ({ operatorId }) => operatorId,
  },
  {
    name: 'Service',
    cell: ({ operatorSet }) =>
      operatorSet ? <Entity of={{ id: operatorSet.avsId }} page="services" /> : 'unknown',
    text: ({ operatorSet }) => operatorSet?.avsId ?? '',
  },
  listed('Asked for', askedTexts),
  listed('Would take now', lossTexts),
  {
    name: 'Reason (text of the service)',
    cell: ({ description }) => tamed(description),
    text: ({ description }) => description,
  },
]

/** Slashings that slashers with a veto asked for on EigenLayer, pending ones first. */
export function SlashingRequests({
  rows,
  losses,
  without,
  most,
}: {
  rows: readonly SlashingRequestsFragment[]
  losses: SlashingRequestLossesFragment
  /** Column that is left out, because all rows have the same. */
  without?: 'Operator' | 'Service'
  /** As many were asked for: if there are as many, there may be more. */
  most?: number
}) {
  const { place } = useView()
  const lossOf = new Map(losses.requests.map((loss) => [loss.request, loss]))
  const isOpen = ({ status }: SlashingRequestsFragment) => status === 'REQUESTED'
  const ordered = [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row))]
  return (
    <Table
      title="Requested slashings of EigenLayer, pending ones first"
      columns={COLUMNS.filter(({ name }) => name !== without)}
      rows={ordered.map((row) => ({ ...row, loss: lossOf.get(row.id) }))}
      keyOf={({ id }) => id}
      empty="No slashing of EigenLayer was requested that can be vetoed, as far as contracts of services are known."
    >
      {most !== undefined && rows.length >= most && (
        <p class="empty">
          No more than {most} are asked for:{' '}
          <a href={hrefOf('slashings', null, place.params)}>all requests</a>.
        </p>
      )}
    </Table>
  )
}
