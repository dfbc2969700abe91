/** Tokens of GraphQL, as far as they matter here: texts and comments, which may hold anything, names, and numbers. */
const TOKENS =
  /"""(?:\\"""|[\s\S])*?"""|"(?:\\.|[^"\\\n\r])*"|#[^\n\r]*|[_A-Za-z]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * A document without the values of its texts and numbers: those of one shape differ in nothing else.
 * @param text that was parsed without errors
 */
export function shapeOf(text: string): string {
  return text.replace(TOKENS, (token) => {
    const first = token.charCodeAt(0)
    if (first === 0x23) return ''
    if (first === 0x22) return '""'
    if (first !== 0x2d && (first < 0x30 || first > 0x39)) return token
    return /[.eE]/.test(token) ? '0.0' : '0'
  })
}
