/** Why a token's own word about itself cannot be used (TokenNullReason of schema.graphql). */
type TokenGap = 'NO_ANSWER' | 'INVALID' | 'EMPTY' | 'TOO_LONG' | 'UNPRINTABLE'

/** What a token says, or why that is unknown. */
export type TokenAnswer<T> =
  | { readonly value: T; readonly gap: null }
  | { readonly value: null; readonly gap: TokenGap }

/** Longest symbol that is stored, in UTF-16 units. The longest in use have about 30. */
const MAX_SYMBOL = 128
/** Bytes of UTF-8 for one UTF-16 unit, at most. */
const BYTES_PER_UNIT = 3
const WORD = 32

/**
 * Reads an answer of `symbol()`: ABI text, or 32 bytes of text as tokens from before ERC-20 was final return (MKR).
 *
 * Anybody can deploy a token that answers anything. Text that is empty, too long, or has characters that cannot be seen
 * (control, direction, zero width, unassigned) is no symbol; nothing is cut or repaired.
 *
 * @param data hex of the answer; null: there was none
 */
export function readSymbol(data: string | null): TokenAnswer<string> {
  const bytes = bytesOf(data)
  if (bytes === null) return none(data === null ? 'NO_ANSWER' : 'INVALID')
  const content = bytes.length === WORD ? withoutZeros(bytes) : abiText(bytes)
  if (content === null) return none('INVALID')
  if (content.length > BYTES_PER_UNIT * MAX_SYMBOL) return none('TOO_LONG')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return none('INVALID')
  }
  if (text.trim() === '') return none('EMPTY')
  if (text.length > MAX_SYMBOL) return none('TOO_LONG')
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text) ? none('UNPRINTABLE') : { value: text, gap: null }
}

/** Reads an answer of `decimals()`: one word with an uint8. @param data as of `readSymbol` */
export function readDecimals(data: string | null): TokenAnswer<number> {
  const bytes = bytesOf(data)
  if (bytes === null) return none(data === null ? 'NO_ANSWER' : 'INVALID')
  const isByte = bytes.length === WORD && bytes.subarray(0, WORD - 1).every((byte) => byte === 0)
  return isByte ? { value: bytes[WORD - 1]!, gap: null } : none('INVALID')
}

/** Reads an answer of `underlyingToken()`: one word with an address that is not zero. @param data as of `readSymbol` */
export function readToken(data: string | null): TokenAnswer<string> {
  const bytes = bytesOf(data)
  if (bytes === null) return none(data === null ? 'NO_ANSWER' : 'INVALID')
  const padding = bytes.subarray(0, 12)
  const address = bytes.subarray(12)
  const isAddress =
    bytes.length === WORD && padding.every((byte) => byte === 0) && address.some((byte) => byte > 0)
  return isAddress ? { value: `0x${address.toString('hex')}`, gap: null } : none('INVALID')
}

function none(gap: TokenGap) {
  return { value: null, gap }
}

/** Null: no answer, or no whole bytes. */
function bytesOf(data: string | null): Buffer | null {
  if (data === null || !/^0x([0-9a-f]{2})+$/i.test(data)) return null
  return Buffer.from(data.slice(2), 'hex')
}

function withoutZeros(bytes: Buffer): Buffer {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return bytes.subarray(0, end)
}

/** Content of an ABI string; null: it is none. */
function abiText(bytes: Buffer): Buffer | null {
  const word = (at: number) => BigInt(`0x${bytes.toString('hex', at, at + WORD)}`)
  if (bytes.length < 2 * WORD || word(0) !== BigInt(WORD)) return null
  const length = word(WORD)
  if (length > BigInt(bytes.length - 2 * WORD)) return null
  return bytes.subarray(2 * WORD, 2 * WORD + Number(length))
}
