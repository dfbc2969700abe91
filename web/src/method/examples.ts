import { type Measure, plain } from '../data/measure'
import { type Tokens, tokenText } from '../data/tokens'
import type { BlockInput, PricingInput, RiskScope } from '../data/types.generated'
import type { Query } from '../data/use-query'
import { grouped, percent, shifted, short } from '../format/decimal'
import { PROTOCOL_NAMES } from '../format/protocol'
import { calledOf, shortened } from '../format/text'
import type { MetricId } from './definitions'
import { LINES } from './example-lines'

/** Where the figure of an example is, and what is written of it. */
interface Example {
  /** Fields from the root, with their arguments. */
  readonly place: readonly string[]
  /** The first of which all is known is shown. */
  readonly texts: readonly string[]
}

const EXAMPLES = new Map(
  LINES.trim()
    .split('\n')
    .map((line): [string, Example] => {
      const [, id = '', place = '', text = ''] = /^(\w+) (\S+) (.*)$/.exec(line) ?? []
      return [id, { place: fieldsOf(place), texts: text.split('||') }]
    }),
)

const BLOCK = 'block: $block'
const SCOPED = `${BLOCK}, scope: $scope`
const VALUED = `${SCOPED}, pricing: $pricing`
const PRICED = `${BLOCK}, pricing: $worth`
const FAULTS = 'faults: { probability: "1/100" }'

/** What fields of the root are asked with, if not with `VALUED`. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  concentration: `${VALUED}, of: OPERATORS, basis: SLASHABLE`,
  securityMarket: PRICED,
  yieldSources: PRICED,
  baseLayer: `${PRICED}, stakedEth: "30000000"`,
  commitments: `${BLOCK}, limit: 5`,
  coSlashings: SCOPED,
  withdrawalQueue: SCOPED,
  captiveStake: SCOPED,
  vaultEpochTotals: `${BLOCK}, limit: 1, orderBy: [assets_DESC]`,
  simulate: `${VALUED}, shocks: [{ group: { operators: [$operator], fraction: "1/10" } }]`,
  lookThrough: `${VALUED}, staker: $staker`,
  overlap: `${VALUED}, among: AVSS, measure: RUZICKA`,
  exposure: `${VALUED}, of: AVSS, basis: SLASHABLE`,
  robustness: `${VALUED}, basis: SLASHABLE, assumptions: { profit: [{ avs: $service, value: "1000" }] }`,
  worstOperators: `${VALUED}, basis: SLASHABLE, k: 2`,
  lossDistribution: `${VALUED}, levels: ["0.95"], ${FAULTS}`,
  correlation: `${VALUED}, ${FAULTS}`,
  overload: `${VALUED}, since: $since`,
}

const TYPES: Readonly<Record<string, string>> = {
  block: 'BlockInput',
  scope: 'RiskScope',
  pricing: 'PricingInput',
  worth: 'PricingInput!',
  since: 'BlockInput',
  operator: 'String!',
  staker: 'String!',
  service: 'String!',
}

/** What examples are asked with. */
export interface ExampleVariables {
  block: BlockInput | null
  scope: RiskScope | null
  pricing: PricingInput | null
  /** For figures that are by prices in every view. */
  worth: PricingInput
  /** A month before. */
  since: BlockInput | null
  /** The largest of each; null: there is none, or it is not known yet. */
  operator: string | null
  service: string | null
  staker: string | null
}

const VALUE = /\{(\S+) (\w)\}/g

/** The parts of a path: points in arguments part nothing. */
function fieldsOf(path: string): string[] {
  return path.split(/\.(?![^(]*\))/)
}

/** The query that gives a figure its example, and nothing else. */
export function exampleQuery(id: MetricId): Query<unknown, ExampleVariables> {
  const { place, texts } = EXAMPLES.get(id)!
  const [root = '', ...fields] = place
  const paths = [...texts.join().matchAll(VALUE)].flatMap(([, path = '', form]) =>
    path
      .replace('+', '')
      .split('|')
      .flatMap((one) => (form === 'm' ? [`${one}.id`, `${one}.name`] : [one])),
  )
  if (texts.join().includes(' t}')) paths.push('pool.id')
  const asked = ARGUMENTS[root] ?? VALUED
  const names = [...new Set([...asked.matchAll(/\$(\w+)/g)].map(([, name = '']) => name))]
  const variables = names.map((name) => `$${name}: ${TYPES[name]}`).join(', ')
  const selected = selection(paths.map((path) => [...fields, ...fieldsOf(path)]))
  return { text: `query Example_${id}(${variables}) {\n${root}(${asked}) ${selected}\n}` }
}

/** Whom the example of a figure is about. */
export const subjectOf = (text: string): 'operator' | 'service' | 'staker' | null =>
  (/\$(operator|service|staker)\b/.exec(text)?.[1] as 'operator' | undefined) ?? null

/** Fields of paths, each once. A number in a path is a place in a list, and no field. */
function selection(paths: readonly (readonly string[])[]): string {
  const inner = new Map<string, string[][]>()
  for (const path of paths) {
    const [field, ...rest] = path.filter((part) => !/^\d+$/.test(part))
    if (field) inner.set(field, [...(inner.get(field) ?? []), rest])
  }
  if (inner.size === 0) return ''
  return `{\n${[...inner].map(([field, rest]) => `${field} ${selection(rest)}`).join('\n')}\n}`
}

/** All values at a path, of lists those of each row; none where something is null. */
function valuesAt(data: unknown, path: readonly string[]): unknown[] {
  const [part, ...rest] = path
  if (data == null) return []
  if (part === undefined) return Array.isArray(data) ? data : [data]
  if (Array.isArray(data)) {
    if (/^\d+$/.test(part)) return valuesAt(data[Number(part)], rest)
    return data.flatMap((row) => valuesAt(row, path))
  }
  return valuesAt((data as Readonly<Record<string, unknown>>)[/^\w+/.exec(part)![0]], rest)
}

/** What amounts of examples are in. */
export interface ExampleUnits {
  readonly measure: Measure
  readonly worth: Measure
  readonly tokens: Tokens
}

/** The example of a figure in what its query gave; null: something of it is unknown, or there is none. */
export function exampleText(id: MetricId, data: unknown, units: ExampleUnits): string | null {
  const { place, texts } = EXAMPLES.get(id)!
  const found = valuesAt(data, place).flatMap((row) => {
    const first = texts.map((text) => filled(text, row, units)).find((one) => one !== null)
    return first ? [first] : []
  })
  return (found.find(({ hasZero }) => !hasZero) ?? found[0])?.text ?? null
}

function filled(text: string, row: unknown, units: ExampleUnits) {
  let [isKnown, hasZero] = [true, false]
  const result = text.replace(VALUE, (_, paths: string, form: string) => {
    const all = paths
      .replace('+', '')
      .split('|')
      .map((path) => valuesAt(row, fieldsOf(path)))
      .find(({ length }) => length > 0)
    if (!all) isKnown = false
    const values = paths.includes('+') ? all : all?.slice(0, 1)
    if (values?.some((value) => String(value) === '0')) hasZero = true
    return (values ?? [])
      .map((value) => written(value, form, row, units))
      .join(form === 'm' ? ', ' : ' + ')
  })
  return isKnown ? { text: result, hasZero } : null
}

function written(value: unknown, form: string, row: unknown, units: ExampleUnits): string {
  if (form === 'm') return calledOf(value as { id: string })
  const text = String(value)
  if (form === 'i') return shortened(text)
  if (form === 'o') return PROTOCOL_NAMES[text] ?? text
  if (form === 'a') return units.measure.text(text)
  if (form === 'e') return units.worth.text(text)
  if (form === 't')
    return tokenText(text, units.tokens.get(String(valuesAt(row, ['pool', 'id'])[0])))
  if (form === 'b') return `${short(text)} base units`
  if (form === 'w') return plain('ETH').text(shifted(text, -18))
  if (form === 'p') return percent(text).replace('-', '−')
  if (form === 'c') return grouped(text).replace('-', '−')
  return `${plain('').text(text)}${form === 'q' ? '²' : ''}`
}
