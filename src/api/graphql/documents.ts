import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql'
import { validate } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Limits } from '../limits'
import { parseDocument } from './document'

/** Characters of all texts that are kept. */
const MAX_LENGTH = 4 * 2 ** 20
/** Longer documents are parsed each time. */
const MAX_DOCUMENT = 64 * 1024

/** Documents by text, each parsed and validated once. */
export class Documents {
  private readonly parsed = new LRUCache<string, DocumentNode>({
    maxSize: MAX_LENGTH,
    maxEntrySize: MAX_DOCUMENT,
    sizeCalculation: (_document, text) => text.length + 1,
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
    this.parsed.set(text, document)
    return document
  }

  /** What is wrong with a document by the schema; empty: nothing. */
  validate(document: DocumentNode): readonly GraphQLError[] {
    const errors = this.errors.get(document) ?? validate(this.schema, document)
    this.errors.set(document, errors)
    return errors
  }
}
