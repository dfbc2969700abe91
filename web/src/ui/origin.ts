import { createContext } from 'preact'
import { useContext, useMemo } from 'preact/hooks'
import { pricedIn, pricingOf, type Unit, useView } from '../app/view'
import { document } from '../data/documents'
import { type Measure, ofPool, plain } from '../data/measure'
import type { StampLine } from '../data/stamp'
import { type Names, namesOf, type Tokens, tokensOf } from '../data/tokens'
import type { TokensQuery, TokensQueryVariables } from '../data/types.generated'
import { useQuery } from '../data/use-query'
import text from '../queries/tokens.graphql?raw'

/** What is told beside the answer of a page. */
export interface Told {
  /** What amounts of single pools are in. */
  readonly tokens: Tokens
  /** How addresses are called, where the answer of the page does not say it. */
  readonly names: Names
}

/** What figures and charts of a page say of where they are from. */
export interface Origin extends Told {
  readonly lines: readonly StampLine[]
  readonly query: string
  /** Some stake has no price, so amounts are lower bounds. */
  readonly isLeast: boolean
  /** What amounts are in that are not of single pools. */
  readonly measure: Measure
}

const NOTHING: Told = { tokens: new Map(), names: new Map() }

export const OriginContext = createContext<Origin>({
  lines: [],
  query: '',
  isLeast: false,
  measure: plain(''),
  ...NOTHING,
})

/** Stamp and query of the page around, and what is told beside it. */
export const useOrigin = (): Origin => useContext(OriginContext)

const TOKENS = document<TokensQuery, TokensQueryVariables>(text)

/** Asks what amounts of pools are in, and how addresses are called. @param isNeeded not: nothing is asked */
export function useTold(isNeeded: boolean) {
  const { block, pricing } = useView()
  const prices = pricing ?? pricingOf({ kind: 'ETH' })!
  const { data, isLoading, retry } = useQuery(TOKENS, isNeeded ? { block, pricing: prices } : null)
  const told = useMemo(
    () => (data ? { tokens: tokensOf(data), names: namesOf(data) } : NOTHING),
    [data],
  )
  return { told, isLoading: isNeeded && isLoading, retry }
}

/** What amounts are in. */
export const measureOf = (unit: Unit, { tokens }: Told): Measure =>
  unit.kind === 'POOL' ? ofPool(tokens.get(unit.pool)) : plain(pricedIn(unit))
