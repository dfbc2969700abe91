import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { hrefHere } from '../app/place'
import { PoolLinks } from '../app/unit-control'
import { pricedIn, type Unit, useView } from '../app/view'
import { graphiqlUrl } from '../data/client'
import type { Measure } from '../data/measure'
import { freshnessOf, type StampLine, stampLines } from '../data/stamp'
import type { MeasuredFragment, StampFragment } from '../data/types.generated'
import type { Asked } from '../data/use-query'
import { shortened, tamed } from '../format/text'
import { Failure } from './failure'
import { measureOf, OriginContext, type Told, useTold } from './origin'

interface FrameProps<T> {
  title: string
  /** Address that it is about, after the title. */
  of?: string
  asked: Asked<T>
  measured: (data: T) => MeasuredFragment | null
  /** It shows amounts of single pools, or addresses whose names its answer does not have. */
  inPools?: boolean
  /** It has no figures of one pool: amounts are by prices whatever the unit of the view. */
  isPriced?: boolean
  /** What a reader can choose, also where there is no answer to it. */
  controls?: ComponentChildren
  /** What is shown where no stake has a price. */
  withoutPrices?: (data: T) => ComponentChildren
  /** @param measure what amounts are in */
  children: (data: T, measure: Measure) => ComponentChildren
}

/** A page: its title, its stamp, and what it shows once its query is answered, or why there is nothing. */
export function Frame<T extends StampFragment>(props: FrameProps<T>) {
  const { title, of, asked, measured, inPools, isPriced, controls, withoutPrices, children } = props
  const { failure } = asked
  const { part, embedded, unit, standing } = useView()
  const own: Unit = isPriced ? { kind: pricedIn(unit) } : unit
  const { told, ...telling } = useTold(Boolean(inPools) || own.kind === 'POOL')
  const isLoading = asked.isLoading || telling.isLoading
  // Both are of one block, and nothing moves when the later one comes.
  const settled = useRef<{ data: T; told: Told } | null>(null)
  if (asked.data === null) settled.current = null
  else if (!isLoading) settled.current = { data: asked.data, told }
  const { data, told: known } = settled.current ?? { data: null, told }
  const name = of === undefined ? undefined : known.names.get(of)
  const called = of === undefined ? title : `${title} ${name ? tamed(name) : shortened(of)}`
  useEffect(() => {
    document.title = `${called} – Linchpin`
  }, [called])
  const meta = data && measured(data)
  const now = data && { _meta: { ...data._meta, ...standing } }
  const lines = now ? stampLines(now, meta) : []
  const retry = () => {
    asked.retry()
    telling.retry()
  }
  const Title = part === '' ? 'h1' : 'h2'
  const query = graphiqlUrl(asked.text, asked.variables)
  const isLeast = meta?.coverage?.isComplete === false
  const measure = measureOf(own, known)
  return (
    <OriginContext.Provider value={{ lines, query, isLeast, measure, ...known }}>
      <div class="title">
        <Title>
          {name && of ? (
            <>
              {tamed(name)}{' '}
              <small title={of}>
                {title.toLowerCase()} {shortened(of)}
              </small>
            </>
          ) : (
            called
          )}
        </Title>
        {now && <Stamp of={now} lines={lines} query={query} />}
      </div>
      {embedded === null && controls}
      {failure && <Failure failure={failure} retry={retry} />}
      {!data && !failure && <Loading />}
      {data && (
        <div aria-busy={isLoading} class={isLoading ? 'content stale' : 'content'}>
          {meta?.nullReason === 'NOT_ADDITIVE' && <Shared />}
          {meta?.nullReason === 'UNPRICED' ? (
            <>
              <Unpriced />
              {withoutPrices?.(data)}
            </>
          ) : (
            children(data, measure)
          )}
        </div>
      )}
      {embedded !== null && (
        <p>
          <a href={hrefHere({ embed: null })} target="_blank" rel="noopener">
            Linchpin: the whole page
          </a>
        </p>
      )}
    </OriginContext.Provider>
  )
}

/** Lines of the stamp that are seen without opening it. */
const SHOWN = ['block', 'time', 'finality', 'index', 'coverage']

const WORDS = { fresh: 'Fresh', behind: 'Behind', invalid: 'Stopped' }
const MARKS = { fresh: '●', behind: '▲', invalid: '◆' }

function Stamp(props: {
  of: Parameters<typeof stampLines>[0]
  lines: readonly StampLine[]
  query: string
}) {
  const { _meta: meta } = props.of
  const state = freshnessOf(meta)
  return (
    <details class={`stamp ${state}`} data-block={meta.block.number}>
      <summary>
        <span aria-hidden="true">{MARKS[state]}</span> {WORDS[state]} ·{' '}
        {props.lines
          .filter(([name]) => SHOWN.includes(name))
          .map(([name, value]) => (
            <span key={name}>
              {name} <b>{value}</b>
              {' · '}
            </span>
          ))}
        more
      </summary>
      <dl>
        {props.lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <a href={props.query}>GraphQL for this page</a>
    </details>
  )
}

/** The size of what comes, so that nothing moves when it does. */
function Loading() {
  return (
    <div class="loading" role="status">
      Loading…
    </div>
  )
}

function Shared() {
  return (
    <p class="state">
      Some figures are unknown (NOT_ADDITIVE): several operators share a vault, so their delegated
      stake does not add up. Slashable stake, or the shares of one pool, do.
    </p>
  )
}

function Unpriced() {
  const view = useView()
  return (
    <section class="notice">
      <h2>No figure without prices</h2>
      <p>
        Stake lies in several pools, none of which has a price in {view.unit.kind}, and shares of
        different pools do not add up. Choose one pool:
      </p>
      <PoolLinks />
    </section>
  )
}
