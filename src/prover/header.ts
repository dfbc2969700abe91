import { MalformedAnswer, toQuantity } from '../chain/normalize'
import type { Rpc } from '../chain/provider/rpc'
import { encodeHeader } from '../chain/verify/header-hash'
import { type Header, readHeader } from '../state-proof/header'
import { type Hex, toHex } from '../state-proof/hex'

/** A header, and its RLP. */
export interface SealedHeader extends Header {
  rlp: Hex
}

/**
 * Reads the header of a block. Its fields hash to the hash that the provider names.
 * @param hash the hash that it must have; null: not known
 * @throws LinchpinError LP2010 if no provider has such a block
 */
export async function fetchHeader(
  rpc: Rpc,
  block: number,
  hash: string | null,
): Promise<SealedHeader> {
  return rpc.call('eth_getBlockByNumber', [toQuantity(block), false], {
    parse: (result) => toSealed(result, block, hash),
  })
}

function toSealed(result: unknown, block: number, hash: string | null): SealedHeader {
  const fields = Object(result) as Record<string, unknown>
  const encoded = encodeHeader(fields)
  if (!encoded) throw new MalformedAnswer('no header of a block')
  const rlp = toHex(encoded)
  const header = readHeader(rlp)
  if (header.hash !== String(fields.hash).toLowerCase())
    throw new MalformedAnswer(`the header does not hash to ${fields.hash}`)
  if (header.number !== block) throw new MalformedAnswer(`it is block ${header.number}`)
  if (hash !== null && header.hash !== hash)
    throw new MalformedAnswer(`block ${block} has the hash ${header.hash}, not ${hash}`)
  return { ...header, rlp }
}
