import { keccak_256 } from '@noble/hashes/sha3.js'
import { type Hex, toBytes, toHex } from './hex'

/** Hash of the code of a minimal proxy (EIP-1167) of an implementation. */
export function cloneCodeHash(implementation: Hex): Hex {
  const code = `0x363d3d373d3d3d363d73${implementation.slice(2)}5af43d82803e903d91602b57fd5bf3`
  return toHex(keccak_256(toBytes(code, 'code')))
}
