import type { Secrecy } from './variables'

/** How long a part of a URL must be to count as a secret where it stands alone. */
interface SecretLengths {
  key: number
  password: number
}

/** Shorter parts of a path are words of any log such as `rpc` or `mainnet`, and so is the password `postgres`. */
const IN_LOGS: SecretLengths = { key: 16, password: 10 }
/** What one provider says of one URL: only parts such as `v2` or `rpc` would garble it. */
const IN_REPLIES: SecretLengths = { key: 6, password: 6 }
/** Longest text of a provider that is repeated. */
const REPLY_LENGTH = 200

/**
 * Scheme and host of a URL, without user, path and query, which may hold keys.
 * @param otherwise said of what is not a URL with a host: it could be a secret in the wrong place
 */
export function redactUrl(url: string, otherwise = 'an invalid URL'): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || parsed.host === '' || !url.includes('://')) return otherwise
  return `${parsed.protocol}//${parsed.host}`
}

/** What may be shown of the value of a variable. A comma list of URLs is shown URL by URL. */
export function showValue(value: string | undefined, secrecy: Secrecy): string {
  if (value === undefined) return 'unset'
  if (secrecy === 'secret') return 'set'
  // A URL in a variable that should not hold one, such as DB_HOST, may carry a password all the same.
  if (secrecy === 'open' && !/:\/\/|@/.test(value)) return value
  return value
    .split(',')
    .map((url) => redactUrl(url.trim(), 'set'))
    .join(',')
}

/**
 * A function that takes the secrets of these URLs out of any text: the URLs keep scheme and host, and keys and
 * passwords of theirs that stand alone become `***`.
 */
export function createRedactor(
  urls: readonly string[],
  lengths: SecretLengths = IN_LOGS,
): (text: string) => string {
  const rules: { find: RegExp; put: string }[] = []
  for (const url of urls) {
    if (!URL.canParse(url)) continue
    const { protocol, host } = new URL(url)
    const anyForm = `${escapeRegExp(protocol)}//(?:[^\\s"'@/]*@)?${escapeRegExp(host)}(?:[/?#][^\\s"'\\\\<>,)]*)?`
    rules.push({ find: new RegExp(anyForm, 'gi'), put: `${protocol}//${host}` })
  }
  for (const secret of urls.flatMap((url) => secretsOf(url, lengths))) {
    rules.push({ find: new RegExp(escapeRegExp(secret), 'g'), put: '***' })
  }
  return (text) => rules.reduce((redacted, { find, put }) => redacted.replace(find, put), text)
}

/** Takes every secret of `url` out of a text that its server or a library wrote; cut at 200 characters. */
export function scrubText(text: string, url: string): string {
  const clean = createRedactor([url], IN_REPLIES)(text)
  return clean.length > REPLY_LENGTH ? `${clean.slice(0, REPLY_LENGTH)}…` : clean
}

/** Parts of a URL that are secret even when they stand alone, in every form, longest first. */
function secretsOf(url: string, lengths: SecretLengths): string[] {
  if (!URL.canParse(url)) return []
  const { username, password, pathname, searchParams } = new URL(url)
  const keys = [username, ...pathname.split('/'), ...searchParams.values()]
  const found = keys.filter((part) => part.length >= lengths.key)
  if (decode(password).length >= lengths.password) found.push(password)
  const forms = found.flatMap((part) => [part, ...formsOf(decode(part))])
  // What the header Authorization has, which a server may quote.
  if (username || password) forms.push(base64(`${decode(username)}:${decode(password)}`))
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

/** How a server or a log may write a secret. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    base64(secret),
    JSON.stringify(secret).slice(1, -1),
  ]
}

/** Without the padding, which may be left out. */
function base64(text: string): string {
  return Buffer.from(text).toString('base64').replace(/=+$/, '')
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
