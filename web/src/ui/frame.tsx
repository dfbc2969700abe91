import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useMemo } from 'preact/hooks'
import { hrefHere } from '../app/place'
import { PoolLinks } from '../app/unit-control'
import { pricingOf, useView } from '../app/view'
import { graphiqlUrl } from '../data/client'
import { document as documentOf } from '../data/documents'
import { freshnessOf, type StampLine, stampLines } from '../data/stamp'
import { type Tokens, tokensOf } from '../data/tokens'
import type {
  MeasuredFragment,
  StampFragment,
  TokensQuery,
  TokensQueryVariables,
} from '../data/types.generated'
import { type Asked, useQuery } from '../data/use-query'
import text from '../queries/tokens.graphql?raw'
import { Failure } from './failure'

/** What figures and charts of a page say of where they are from. */
interface Origin {
  readonly lines: readonly StampLine[]
  readonly query: string
  /** Some stake has no price, so amounts are lower bounds. */
  readonly isLeast: boolean
  /** What amounts of single pools are in. */
  readonly tokens: Tokens
}

const NO_TOKENS: Tokens = new Map()
const TOKENS = documentOf<TokensQuery, TokensQueryVariables>(text)

const OriginContext = createContext<Origin>({
  lines: [],
  query: '',
  isLeast: false,
  tokens: NO_TOKENS,
})

/** Stamp and query of the page around. */
export const useOrigin = (): Origin => useContext(OriginContext)

interface FrameProps<T> {
  title: string
  asked: Asked<T>
  measured: (data: T) => MeasuredFragment | null
  /** It shows amounts of single pools. */
  inPools?: boolean
  /** What a reader can choose, also where there is no answer to it. */
  controls?: ComponentChildren
  /** What is shown where no stake has a price. */
  withoutPrices?: (data: T) => ComponentChildren
  children: (data: T) => ComponentChildren
}

/** A page: its title, its stamp, and what it shows once its query is answered, or why there is nothing. */
export function Frame<T extends StampFragment>({
  title,
  asked,
  measured,
  inPools,
  controls,
  withoutPrices,
  children,
}: FrameProps<T>) {
  const { data, failure } = asked
  useEffect(() => {
    document.title = `${title} – Linchpin`
  }, [title])
  const meta = data && measured(data)
  const { part, embedded, block, pricing, standing } = useView()
  const now = data && { _meta: { ...data._meta, ...standing } }
  const lines = now ? stampLines(now, meta) : []
  const prices = pricing ?? pricingOf({ kind: 'ETH' })!
  const told = useQuery(TOKENS, inPools ? { block, pricing: prices } : null)
  // Those of another block have other rates.
  const known = told.isLoading ? null : told.data
  const tokens = useMemo(() => (known ? tokensOf(known) : NO_TOKENS), [known])
  const retry = () => {
    asked.retry()
    told.retry()
  }
  const Title = part === '' ? 'h1' : 'h2'
  const query = graphiqlUrl(asked.text, asked.variables)
  return (
    <OriginContext.Provider
      value={{ lines, query, isLeast: meta?.coverage?.isComplete === false, tokens }}
    >
      <div class="title">
        <Title>{title}</Title>
        {now && <Stamp of={now} lines={lines} query={query} />}
      </div>
      {embedded === null && controls}
      {failure && <Failure failure={failure} retry={retry} />}
      {!data && !failure && <Loading />}
      {data && (
        <div aria-busy={asked.isLoading} class={asked.isLoading ? 'content stale' : 'content'}>
          {meta?.nullReason === 'NOT_ADDITIVE' && <Shared />}
          {meta?.nullReason === 'UNPRICED' ? (
            <>
              <Unpriced />
              {withoutPrices?.(data)}
            </>
          ) : (
            children(data)
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
