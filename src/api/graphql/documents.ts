import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql'
import { Kind, ValuesOfCorrectTypeRule, validate, visit } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Limits } from '../limits'
import { parseDocument } from './document'
import { shapeOf } from './shape'
import { dropTokens } from './tokens'

/** Documents that are kept, and nodes of them all, of up to 200 bytes each. */
const MAX_DOCUMENTS = 2_000
const MAX_NODES = 80_000
/** Shapes of documents that are kept, characters of each, and of all. */
const MAX_SHAPES = 500
const MAX_SHAPE = 8 * 1024
const MAX_SHAPES_LENGTH = 2 ** 20
/** Longer documents are parsed each time. */
const MAX_DOCUMENT = 16 * 1024

/** Rules that look at texts and numbers. Another one compares arguments, of fields with one response key. */
const RULES_OF_VALUES = [ValuesOfCorrectTypeRule]

/** Documents by text, each parsed and validated once; for those that differ in values only, the values are validated. */
export class Documents {
  private readonly parsed = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_NODES,
  })
  /** Shapes of valid documents, in which values are all that can be wrong. */
  private readonly valid = new LRUCache<string, true>({
    max: MAX_SHAPES,
    maxSize: MAX_SHAPES_LENGTH,
    sizeCalculation: (_valid, shape) => shape.length + 1,
  })
  private readonly errors = new WeakMap<DocumentNode, readonly GraphQLError[]>()

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: Limits,
  ) {}

  /** @throws as `parseDocument` */
  parse(text: string): DocumentNode {
    const known = this.parsed.get(text)
    if (known) return known
    const document = parseDocument(text, this.limits)
    if (text.length < MAX_DOCUMENT) this.parsed.set(text, document, { size: dropTokens(document) })
    return document
  }

  /** What is wrong with a document by the schema; empty: nothing. */
  validate(document: DocumentNode): readonly GraphQLError[] {
    const known = this.errors.get(document)
    if (known) return known
    const errors = this.validateNew(document)
    this.errors.set(document, errors)
    return errors
  }

  private validateNew(document: DocumentNode): readonly GraphQLError[] {
    const text = document.loc?.source.body ?? ''
    const isShort = text.length > 0 && text.length <= MAX_SHAPE
    const shape = isShort ? shapeOf(text) : null
    if (shape !== null && this.valid.has(shape)) {
      const errors = validate(this.schema, document, RULES_OF_VALUES)
      if (errors.length === 0) return errors
    }
    const errors = validate(this.schema, document)
    if (shape !== null && errors.length === 0 && !hasSameKeys(document)) this.valid.set(shape, true)
    return errors
  }
}

/** Whether fields next to each other have one response key, so that their arguments must be equal; or fragments are spread. */
function hasSameKeys(document: DocumentNode): boolean {
  let found = false
  visit(document, {
    FragmentSpread() {
      found = true
    },
    InlineFragment() {
      found = true
    },
    SelectionSet({ selections }) {
      const keys = selections.map((one) =>
        one.kind === Kind.FIELD ? (one.alias ?? one.name).value : '',
      )
      if (new Set(keys).size < keys.length) found = true
    },
  })
  return found
}
