import { accessSync, constants } from 'node:fs'
import { z } from 'zod'

const FORM =
  'must be postgres://user:password@host:port/name, with special characters of the password percent-encoded'

/** Values of `sslmode` that work as libpq documents them; `no-verify` is the older name of `require` here. */
const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify']

/**
 * What is wrong with the URL of a database, without the URL; null: nothing. Files that it names must be readable.
 * A mode of TLS that cannot be had is refused: another one would be weaker, or stronger, than what was asked for.
 */
function problemOf(url: string): string | null {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return FORM
  const { hostname, hash, username, password, pathname, searchParams } = new URL(url)
  if (hash !== '' || url.endsWith('#')) return 'must not contain #: write it as %23'
  if (hostname.includes(',')) return 'must name one host: use the address of the primary'
  if (![username, password, pathname].every(isDecodable)) {
    return 'has a % that is not followed by the code of a character: write % as %25'
  }
  return tlsProblem(searchParams)
}

function tlsProblem(parameters: URLSearchParams): string | null {
  const mode = parameters.get('sslmode')
  if (mode === 'prefer' || mode === 'allow') {
    return `sslmode=${mode} would continue without TLS: set sslmode=require, verify-full or disable`
  }
  if (mode !== null && !SSL_MODES.includes(mode)) {
    return `sslmode must be one of ${SSL_MODES.slice(0, 4).join(', ')}`
  }
  for (const name of ['sslcrl', 'sslcrldir', 'sslpassword']) {
    if (parameters.has(name)) return `${name} is not supported: leave it out`
  }
  if (parameters.get('sslrootcert') === 'system') {
    return 'sslrootcert=system is not supported: leave it out; sslmode=verify-full then trusts public authorities'
  }
  if (mode === 'verify-ca' && !parameters.has('sslrootcert')) {
    return 'sslmode=verify-ca needs sslrootcert=FILE: add it, or set sslmode=verify-full'
  }
  const files = ['sslrootcert', 'sslcert', 'sslkey'].filter((name) => {
    const file = parameters.get(name)
    return file !== null && !isReadable(file)
  })
  return files.length === 0 ? null : `the file of ${files.join(' and ')} cannot be read`
}

/** The modes have the meaning that libpq gives them only if pg is told so. */
function withLibpqModes(url: string): string {
  const { searchParams } = new URL(url)
  const mode = searchParams.get('sslmode')
  if (mode === null || mode === 'no-verify' || searchParams.has('uselibpqcompat')) return url
  return `${url}&uselibpqcompat=true`
}

/** URL of a database, checked, with the `sslmode` of libpq. */
export const databaseUrl = z.string().transform((url, context) => {
  const problem = problemOf(url)
  if (problem === null) return withLibpqModes(url)
  context.addIssue({ code: 'custom', message: problem })
  return z.NEVER
})

function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** The host that a URL leads to, as pg reads it; the folder of a local socket stands in the parameter `host`. */
export function hostOf(url: string): string {
  const { hostname, searchParams } = new URL(url)
  return searchParams.get('host') || hostname || 'localhost'
}
