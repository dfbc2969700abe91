/*
 * Text of megabytes is kept in the pieces that it came in, and written once, as bytes: joined first, it would be copied twice more,
 * and everybody waits meanwhile.
 */

/** Bytes of a text in pieces, as UTF-8. */
export function sizeOf(pieces: readonly string[]): number {
  let bytes = 0
  for (const piece of pieces) bytes += Buffer.byteLength(piece)
  return bytes
}

/** A text in pieces, as UTF-8. */
export function bytesOf(pieces: readonly string[]): Buffer {
  const bytes = Buffer.allocUnsafe(sizeOf(pieces))
  let at = 0
  for (const piece of pieces) at += bytes.write(piece, at)
  return bytes
}
