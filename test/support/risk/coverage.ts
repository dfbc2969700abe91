import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
  isRequiredArgument,
} from 'graphql'

/** Arguments of fields that need some, or others than `limit: 1000`: `Type.field` and the text between its parentheses. */
export type FieldArguments = Readonly<Record<string, string>>

/** Types whose values do not depend on stake, and that identify a row. */
const IDENTITY = 'RiskMember'
/** Fields whose text identifies a row, together with its members. */
const NAMES = new Set(['id', 'kind', 'slashing', 'source'])
/** Fields that say what figures rest on, or repeat them. */
const STATEMENTS = new Set(['meta', 'perPool', 'isCounted', 'hasUnpriced'])
/** Types of fields that say what a figure rests on. */
const STATEMENT_TYPES = new Set(['Coverage', 'RiskNullReason', 'RiskPricing', 'PriceGap'])
const LIMIT = 1_000

/** Everything that can be selected of a type, as text. */
export function selectAll(type: GraphQLObjectType, given: FieldArguments): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type)
    if (field.name === 'perPool') return []
    if (field.name === 'meta') return ['meta { nullReason coverage { isComplete } }']
    if (field.name === 'coverage' && named.name === 'Coverage') return ['coverage { isComplete }']
    const inner =
      named.name === IDENTITY
        ? ' { id }'
        : isObjectType(named)
          ? ` { ${selectAll(named, given)} }`
          : ''
    return [`${field.name}${argumentsOf(type, field, given)}${inner}`]
  })
  return fields.join(' ')
}

function argumentsOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  given: FieldArguments,
): string {
  const own = given[`${type.name}.${field.name}`]
  if (own !== undefined) return own && `(${own})`
  const missing = field.args.find(isRequiredArgument)
  if (missing) throw new Error(`Give arguments of ${type.name}.${field.name}: ${missing.name}`)
  return field.args.some(({ name }) => name === 'limit') ? `(limit: ${LIMIT})` : ''
}

/** An object of an answer, as JSON. */
type Row = Readonly<Record<string, unknown>>

/** A figure that says more, without a price, than it may. */
export interface Breach {
  readonly path: string
  readonly problem: string
  readonly full: unknown
  readonly part: unknown
}

/**
 * What an answer without some prices may not say, compared with the answer with all of them: a figure that differs and no
 * incomplete coverage beside it, a verdict that turned, a 0 where there is something.
 */
export class CoverageCheck {
  readonly breaches: Breach[] = []
  /** Figures that were compared. */
  figures = 0
  /** Figures that differ. */
  moved = 0
  /** Figures that are beside complete coverage, in a row of their own. */
  kept = 0
  private readonly comparedFields = new Map<
    GraphQLObjectType,
    readonly { readonly name: string; readonly type: GraphQLNamedType }[]
  >()

  constructor(private readonly schema: GraphQLSchema) {}

  /** Compares the answers of a field. */
  compare(field: string, full: Row, part: Row): void {
    const type = getNamedType(this.schema.getQueryType()!.getFields()[field]!.type)
    type Meta = { nullReason: string | null; coverage: Row | null }
    const meta = part.meta as Meta | undefined
    // An answer without `meta` has figures that no price changes, beside rows with coverage.
    const isComplete = !meta || (meta.coverage?.isComplete === true && meta.nullReason === null)
    this.row(type as GraphQLObjectType, full, part, isComplete, field)
  }

  private row(
    type: GraphQLObjectType,
    full: Row,
    part: Row,
    isCompleteAround: boolean,
    path: string,
  ): void {
    const own = part.coverage as { isComplete?: boolean } | undefined
    const isRow = type.getFields().coverage !== undefined && own?.isComplete !== undefined
    const isComplete = isRow ? own!.isComplete! : isCompleteAround
    // Draws of other losses may decide what those of all did not: that is no matter of prices.
    const isUndrawn = (name: string) => full.nullReason === 'TOO_FEW_DRAWS' && full[name] === null
    for (const { name, type: named } of this.figuresOf(type)) {
      if (isUndrawn(name)) continue
      if (name in full) this.value(named, full[name], part[name], isComplete, `${path}.${name}`)
    }
  }

  /** Fields of a type that are compared. */
  private figuresOf(type: GraphQLObjectType) {
    const known = this.comparedFields.get(type)
    if (known) return known
    const fields = Object.entries(type.getFields())
      .map(([name, field]) => ({ name, type: getNamedType(field.type) }))
      .filter(({ name, type }) => {
        return !STATEMENTS.has(name) && type.name !== IDENTITY && !STATEMENT_TYPES.has(type.name)
      })
    this.comparedFields.set(type, fields)
    return fields
  }

  private value(
    type: GraphQLNamedType,
    full: unknown,
    part: unknown,
    isComplete: boolean,
    path: string,
  ): void {
    if (Array.isArray(full) && Array.isArray(part)) {
      this.list(type, full, part, isComplete, path)
    } else if (isObjectType(type) && full !== null && part !== null) {
      this.row(type, full as Row, part as Row, isComplete, path)
    } else {
      this.figure(type, full, part, isComplete, path)
    }
  }

  private list(
    type: GraphQLNamedType,
    full: readonly unknown[],
    part: readonly unknown[],
    isComplete: boolean,
    path: string,
  ): void {
    const isCut = full.length >= LIMIT || part.length >= LIMIT
    if (!isObjectType(type) || type.name === IDENTITY) {
      this.figure(type, JSON.stringify(full), JSON.stringify(part), isComplete || isCut, path)
      return
    }
    const rows = new Map(part.map((row, index) => [keyOf(type, row as Row, index), row as Row]))
    full.forEach((row, index) => {
      const key = keyOf(type, row as Row, index)
      const other = rows.get(key)
      rows.delete(key)
      if (other) this.row(type, row as Row, other, isComplete, `${path}[${key}]`)
      else if (!isCut && isComplete) this.breach(`${path}[${key}]`, 'the row is gone', row, null)
    })
    if (isCut || !isComplete) return
    for (const [key, row] of rows) this.breach(`${path}[${key}]`, 'the row is new', null, row)
  }

  private figure(
    type: GraphQLNamedType,
    full: unknown,
    part: unknown,
    isComplete: boolean,
    path: string,
  ): void {
    this.figures++
    if (isComplete) this.kept++
    if (full === part) return
    this.moved++
    if (isComplete) this.breach(path, 'it moved, and the coverage is complete', full, part)
    const isVerdict = type.name === 'Boolean' || isEnumType(type)
    if (isVerdict && part !== null && part !== 'UNDECIDED') {
      this.breach(path, 'the verdict turned', full, part)
    }
    if (isZero(part) && !isZero(full)) this.breach(path, 'it is 0 and should not be', full, part)
  }

  private breach(path: string, problem: string, full: unknown, part: unknown): void {
    this.breaches.push({ path, problem, full, part })
  }
}

function isZero(value: unknown): boolean {
  return value === '0' || value === 0
}

/** Fields of a type by what they say of the identity of a row. */
interface Identity {
  readonly members: readonly string[]
  /** Fields that name it where they are text. */
  readonly names: readonly string[]
  /** Fields that may have rows of their own. */
  readonly inner: readonly { readonly name: string; readonly type: GraphQLObjectType }[]
}

const identities = new WeakMap<GraphQLObjectType, Identity>()

function identityOf(type: GraphQLObjectType): Identity {
  const known = identities.get(type)
  if (known) return known
  const fields = Object.entries(type.getFields()).map(([name, field]) => {
    return { name, type: getNamedType(field.type) }
  })
  const identity = {
    members: fields.filter(({ type }) => type.name === IDENTITY).map(({ name }) => name),
    names: fields.map(({ name }) => name).filter((name) => NAMES.has(name)),
    inner: fields.flatMap(({ name, type }) => (isObjectType(type) ? [{ name, type }] : [])),
  }
  identities.set(type, identity)
  return identity
}

/** What identifies a row: its members and names, or those of the rows in it; without, its position. */
function keyOf(type: GraphQLObjectType, row: Row, index: number): string {
  const { members, names, inner } = identityOf(type)
  const own = [...members, ...names.filter((name) => typeof row[name] === 'string')]
  if (own.length > 0) {
    return own.map((name) => `${name}:${JSON.stringify(row[name])}`).join(' ')
  }
  const keys = inner.flatMap(({ name, type }) => {
    const rows = row[name]
    return Array.isArray(rows) ? rows.map((one: Row) => keyOf(type, one, index)) : []
  })
  return keys.length > 0 ? keys.join(' ') : `${index}`
}
