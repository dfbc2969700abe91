import { type DocumentNode, type Location, Token, TokenKind } from 'graphql'

const NONE = new Token(TokenKind.SOF, 0, 0, 0, 0)

/**
 * Removes the tokens from a document: a quarter of its memory. Its nodes still know where in the text they are.
 *
 * @returns how many nodes it has
 */
export function dropTokens(document: DocumentNode): number {
  let nodes = 0
  const visit = (value: object) => {
    if ('loc' in value) {
      nodes++
      const loc = value.loc as { -readonly [Name in keyof Location]: Location[Name] }
      loc.startToken = NONE
      loc.endToken = NONE
    }
    for (const name in value) {
      const member = (value as Record<string, unknown>)[name]
      if (typeof member === 'object' && member !== null && name !== 'loc') visit(member)
    }
  }
  visit(document)
  return nodes
}
