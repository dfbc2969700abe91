import { type DocumentNode, Token, TokenKind } from 'graphql'

const NONE = new Token(TokenKind.SOF, 0, 0, 0, 0)

/**
 * Removes the tokens from a document: a quarter of its memory. Its nodes still know where in the text they are.
 *
 * @returns how many nodes it has
 */
export function dropTokens(document: DocumentNode): number {
  let nodes = 0
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    if ('kind' in value) nodes++
    for (const [name, member] of Object.entries(value)) {
      if (name === 'loc') Object.assign(member, { startToken: NONE, endToken: NONE })
      else visit(member)
    }
  }
  visit(document)
  return nodes
}
