import { MalformedAnswer } from '../chain/normalize'

/** Nodes in an answer to eth_getProof: of the account, then of each slot. @throws MalformedAnswer for anything else */
export function nodesOf(result: unknown): string[] {
  const { accountProof, storageProof } = Object(result) as Record<string, unknown>
  const parts = [accountProof, ...list(storageProof).map((one) => Object(one).proof)]
  return parts.flatMap(list).map((node) => {
    if (typeof node !== 'string') throw new MalformedAnswer('a node of a proof is no text')
    return node.toLowerCase()
  })
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new MalformedAnswer('no proof')
}
