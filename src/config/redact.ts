import type { Secrecy } from './variable'

/** Minimum length of a part of a URL to count as a secret where it occurs alone. */
interface SecretLengths {
  key: number
  password: number
}

/** Shorter parts of a path are common words such as `rpc` or `mainnet`, as is the password `postgres`. */
const IN_LOGS: SecretLengths = { key: 16, password: 10 }
/** Text of a provider about one URL: only parts such as `v2` or `rpc` are common words there. */
const IN_REPLIES: SecretLengths = { key: 6, password: 6 }
/** Maximum length of a provider's text that is quoted. */
const MAX_REPLY = 200

/**
 * Scheme and host of a URL, without user, path and query, which may hold keys.
 * @param otherwise result for what is not a URL with a host: it could be a secret in the wrong variable
 */
export function redactUrl(url: string, otherwise = 'an invalid URL'): string {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed === null || parsed.host === '' || !url.includes('://')) return otherwise
  return `${parsed.protocol}//${parsed.host}`
}

/** The part of a variable's value that may be displayed. A list of URLs is redacted URL by URL. */
export function displayValue(value: string | undefined, secrecy: Secrecy): string {
  if (value === undefined) return 'unset'
  if (secrecy === 'secret') return 'set'
  // A URL in a variable that should not hold one, such as DB_HOST, may contain a password.
  if (secrecy === 'open' && !/:\/\/|@/.test(value)) return value
  return value
    .split(',')
    .map((url) => redactUrl(url.trim(), 'set'))
    .join(',')
}

/**
 * Makes a function that redacts the secrets of these URLs from any text: URLs keep scheme and host, and their keys and
 * passwords become `***` where they occur alone.
 */
export function createRedactor(
  urls: readonly string[],
  lengths: SecretLengths = IN_LOGS,
): (text: string) => string {
  const rules: { find: RegExp; replacement: string }[] = []
  for (const url of urls) {
    if (!URL.canParse(url)) continue
    const { protocol, host } = new URL(url)
    const anyForm = `${escapeRegExp(protocol)}//(?:[^\\s"'@/]*@)?${escapeRegExp(host)}(?:[/?#][^\\s"'\\\\<>,)]*)?`
    rules.push({ find: new RegExp(anyForm, 'gi'), replacement: `${protocol}//${host}` })
  }
  for (const secret of urls.flatMap((url) => secretsOf(url, lengths))) {
    rules.push({ find: new RegExp(escapeRegExp(secret), 'g'), replacement: '***' })
  }
  return (text) =>
    rules.reduce((redacted, { find, replacement }) => redacted.replace(find, replacement), text)
}

/** Redacts every secret of `url` from text of its server or a library; truncated to 200 characters. */
export function scrubText(text: string, url: string): string {
  const clean = createRedactor([url], IN_REPLIES)(text)
  return clean.length > MAX_REPLY ? `${clean.slice(0, MAX_REPLY)}…` : clean
}

/** Parts of a URL that are secret even where they occur alone, in all encodings, longest first. */
function secretsOf(url: string, lengths: SecretLengths): string[] {
  if (!URL.canParse(url)) return []
  const { username, password, pathname, searchParams } = new URL(url)
  const keys = [username, ...pathname.split('/'), ...searchParams.values()]
  const found = keys.filter((part) => part.length >= lengths.key)
  if (decode(password).length >= lengths.password) found.push(password)
  const forms = found.flatMap((part) => [part, ...formsOf(decode(part))])
  // The value of the Authorization header, which a server may quote.
  if (username || password) forms.push(base64(`${decode(username)}:${decode(password)}`))
  return [...new Set(forms)].sort((a, b) => b.length - a.length)
}

/** The encodings in which a secret may occur. */
function formsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    base64(secret),
    JSON.stringify(secret).slice(1, -1),
  ]
}

/** Without padding, which may be omitted. */
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
