import { useEffect, useMemo } from 'preact/hooks'
import { paceOf } from '../../../src/api/http/web/month'
import { document as documentOf } from '../data/documents'
import { freshnessOf } from '../data/stamp'
import type { PositionQuery, PositionQueryVariables } from '../data/types.generated'
import { type Asked, IndexContext, useQuery } from '../data/use-query'
import text from '../queries/position.graphql?raw'
import standing from '../queries/standing.graphql?raw'
import { Failure } from '../ui/failure'
import { Compare } from './compare'
import { Header } from './header'
import { Page } from './page'
import { blockOf, hrefOf, type Place, showTheme, usePlace } from './place'
import { CompareSlider, Slider } from './slider'
import { UnitControl } from './unit-control'
import { pricingOf, unitOf, type View, ViewContext } from './view'

/** About a block of Ethereum. */
const REFRESH_MS = 12_000

const POSITION = documentOf<PositionQuery, PositionQueryVariables>(text, standing)

/** The dashboard: what all pages share, and the one that the URL names. */
export function App() {
  const place = usePlace()
  // Each time: a theme is chosen without this, so another place may have another one.
  useEffect(showTheme)
  // Of the last block: how far the slider goes does not depend on where it is.
  const position = useQuery(POSITION, { block: null })
  const isLast = place !== null && blockOf(place.params) === null
  const isBlank = position.data === null
  useEffect(() => {
    if (!isLast || isBlank) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') position.refresh()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [isLast, isBlank])
  const empty = new URLSearchParams()
  const isEmbedded = place?.params.has('embed') ?? false
  return (
    <>
      {!isEmbedded && (
        <a class="skip" href="#main">
          To the content
        </a>
      )}
      {!isEmbedded && <Header place={place} />}
      <main id="main" tabIndex={-1} class={isEmbedded ? 'embedded' : ''}>
        {place === null ? (
          <section class="notice">
            <h1>No such page</h1>
            <p>
              <a href={hrefOf('', null, empty)}>Overview</a>
            </p>
          </section>
        ) : (
          <Content place={place} position={position} />
        )}
      </main>
    </>
  )
}

function Content({ place, position }: { place: Place; position: Asked<PositionQuery> }) {
  const { data, failure } = position
  const view = useMemo(
    () => (data ? viewOf(place, data) : null),
    [place.params.toString(), place.page, place.id, data],
  )
  if (failure?.code === 'NOT_READY') return <Empty retry={position.retry} />
  if (failure) return <Failure failure={failure} retry={position.retry} />
  if (!view || !data) {
    return (
      <div class="loading" role="status">
        Loading…
      </div>
    )
  }
  const last = data._meta.block.number
  const compared = blockOf(place.params, 'compare')
  return (
    <ViewContext.Provider value={view}>
      {view.embedded === null && (
        <div class="controls">
          <Slider last={last} />
          <CompareSlider last={last} compared={compared} />
          <UnitControl pools={data.pools} />
        </div>
      )}
      {position.isOutdated && (
        <p class="state" role="status">
          The server does not answer any more: what is shown is of the last time it did.
        </p>
      )}
      <IndexContext.Provider value={view.block === null ? indexOf(data) : ''}>
        {compared === null ? <Page /> : <Compare other={compared} />}
      </IndexContext.Provider>
    </ViewContext.Provider>
  )
}

/** What a page of the last block depends on. */
function indexOf({ _meta: meta }: PositionQuery): string {
  return [meta.block.number, meta.digest, freshnessOf(meta)].join(' ')
}

function Empty({ retry }: { retry(): void }) {
  return (
    <section class="notice" role="alert">
      <h1>Nothing is indexed yet</h1>
      <p>The index has no block. Figures come with the first one.</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </section>
  )
}

function viewOf(place: Place, { _meta: meta, first: [first], pools }: PositionQuery): View {
  const number = blockOf(place.params)
  const last = meta.block
  const from = first?.block ?? last.number
  const unit = unitOf(
    place.params.get('unit'),
    new Map(pools.map(({ id, tokenSymbol }) => [id, tokenSymbol])),
  )
  const begin = first && { number: first.block, time: Date.parse(first.blockTime) / 1000 }
  return {
    place,
    block: number === null ? null : { number },
    shown: number ?? last.number,
    first: from,
    pace: paceOf(begin ?? null, { number: last.number, time: last.timestamp }),
    unit,
    pricing: pricingOf(unit),
    scope: unit.kind === 'POOL' ? { pool: unit.pool } : null,
    pools: pools.map(({ id }) => id),
    part: '',
    embedded: place.params.get('embed'),
    standing: { age: meta.age, source: meta.source },
    explorer: meta.explorer,
  }
}
