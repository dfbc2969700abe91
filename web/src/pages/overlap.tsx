import { useMemo } from 'preact/hooks'
import { adjust } from '../app/place'
import { useView } from '../app/view'
import { document } from '../data/documents'
import type {
  OverlapMeasure,
  OverlapPopulation,
  OverlapQuery,
  OverlapQueryVariables,
  StakeBasis,
} from '../data/types.generated'
import { useQuery } from '../data/use-query'
import text from '../queries/overlap.graphql?raw'
import { overlapSentences } from '../sentences/overlap'
import { Choice, chosen } from '../ui/choice'
import { Listing } from '../ui/columns'
import { Frame } from '../ui/frame'
import { useOrigin } from '../ui/origin'
import { Sentences } from '../ui/sentences'
import { Around } from './overlap/around'
import { Flows } from './overlap/flows'
import { Matrix } from './overlap/matrix'
import { pairsOf } from './overlap/pairs'

const QUERY = document<OverlapQuery, OverlapQueryVariables>(text)

const AMONG: readonly { value: OverlapPopulation; name: string; one: string }[] = [
  { value: 'AVSS', name: 'services', one: 'service' },
  { value: 'OPERATOR_SETS', name: 'operator sets', one: 'operator set' },
  { value: 'OPERATORS', name: 'operators', one: 'operator' },
]

const MEASURES: readonly { value: OverlapMeasure; name: string }[] = [
  { value: 'JACCARD', name: 'members in common (Jaccard)' },
  { value: 'OVERLAP_COEFFICIENT', name: 'members of the smaller one' },
  { value: 'RUZICKA', name: 'stake in common (Ružička)' },
  { value: 'WEIGHTED_OVERLAP', name: 'stake of the smaller one' },
  { value: 'COSINE', name: 'losses that go together (cosine)' },
]

const BASES: readonly { value: StakeBasis; name: string }[] = [
  { value: 'SLASHABLE', name: 'slashable' },
  { value: 'REGISTERED', name: 'registered' },
]

/** Who shares fate: pairs as a matrix, what is around one, and whose stake stands behind what. */
export function OverlapPage() {
  const { block, scope, pricing, place } = useView()
  const among = chosen(place.params, 'among', AMONG)
  const measure = chosen(place.params, 'measure', MEASURES)
  const basis = chosen(place.params, 'basis', BASES)
  const focus = place.params.get('focus') ?? ''
  const asked = useQuery(QUERY, {
    block,
    scope,
    pricing,
    among,
    measure,
    basis,
    focus,
    hasFocus: focus !== '',
  })
  return (
    <Frame
      title="Overlap"
      controls={
        <form>
          <Choice param="among" label="Compared are" value={among} options={AMONG} />
          <Choice param="measure" label="By" value={measure} options={MEASURES} />
          <Choice param="basis" label="Stake that counts" value={basis} options={BASES} />
          {focus && (
            <button type="button" onClick={() => adjust({ focus: null })}>
              Forget the one in the centre
            </button>
          )}
        </form>
      }
      asked={asked}
      measured={({ overlap }) => overlap.meta}
    >
      {(data) => <Content data={data} focus={focus} among={among} />}
    </Frame>
  )
}

function Content(props: { data: OverlapQuery; focus: string; among: OverlapPopulation }) {
  const { data, focus, among } = props
  const { measure } = useOrigin()
  const { one, name: many } = AMONG.find(({ value }) => value === among)!
  const pairs = useMemo(() => pairsOf(data.overlap), [data.overlap])
  const page = among === 'AVSS' ? 'services' : among === 'OPERATORS' ? 'operators' : undefined
  const names = new Map(data.overlap.items.map((item) => [item.id, item]))
  const hasShared = pairs.listed.some(({ possibleShared }) => possibleShared !== null)
  return (
    <>
      <Sentences of={overlapSentences(data, { one, many })} />
      <Matrix pairs={pairs} many={many} />
      <Around pairs={pairs} overlap={data.overlap} focus={focus} one={one} />
      <Flows columns={data.exposure.columns} measure={measure} />
      <Listing
        title="Pairs, the most alike first"
        rows={pairs.listed.slice(0, 20)}
        keyOf={({ a, b }) => `${a.id} ${b.id}`}
        empty="There are no pairs."
        columns={(c) => [
          c.member('One', ({ a }) => names.get(a.id) ?? a, page),
          c.member('Other', ({ b }) => names.get(b.id) ?? b, page),
          c.figure('Alike', 'percent', ({ value }) => value, 'alike'),
          ...(hasShared
            ? [
                c.figure(
                  'Certainly shared',
                  'amount',
                  ({ forcedShared }) => forcedShared,
                  'forced',
                ),
                c.figure(
                  'Possibly shared',
                  'amount',
                  ({ possibleShared }) => possibleShared,
                  'possible',
                ),
              ]
            : []),
        ]}
      />
      <Listing
        title="What falls with what"
        rows={data.exposure.directed}
        keyOf={({ from, to }) => `${from.id} ${to.id}`}
        empty="No two services have operators in common."
        columns={(c) => [
          c.member('If this fails', ({ from }) => from, 'services'),
          c.member('of this', ({ to }) => to, 'services'),
          c.figure('this part fails', 'percent', ({ share }) => share, 'falls'),
        ]}
      />
    </>
  )
}
