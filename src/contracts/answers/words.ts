/** A value as JSON: an address in lower case, a whole number as decimal text, or a boolean. */
export type AnswerValue = string | boolean

/** Reads an answer; null: it is not what the function returns. */
export type ReadAnswer = (data: string) => AnswerValue | null

/** The one word of an answer. Data that is longer or shorter is no answer of these functions. */
function wordOf(data: string): bigint | null {
  return /^0x[0-9a-f]{64}$/i.test(data) ? BigInt(data) : null
}

/** An unsigned number of so many bits. */
export const unsigned =
  (bits: number): ReadAnswer =>
  (data) => {
    const word = wordOf(data)
    return word === null || word >> BigInt(bits) > 0n ? null : word.toString()
  }

/** An address; the zero address is one. */
export const addressOrZero: ReadAnswer = (data) => {
  const word = wordOf(data)
  if (word === null || word >> 160n > 0n) return null
  return `0x${word.toString(16).padStart(40, '0')}`
}

/** An address that is not zero. */
export const anAddress: ReadAnswer = (data) => (wordOf(data) === 0n ? null : addressOrZero(data))

/** A boolean. */
export const bool: ReadAnswer = (data) => {
  const word = wordOf(data)
  return word === 0n ? false : word === 1n ? true : null
}

/** A time span in seconds, of 48 bits and not 0. */
export const duration: ReadAnswer = (data) => (wordOf(data) === 0n ? null : unsigned(48)(data))
