import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Headers, Representation } from '../responses'
import { PAGE_PATHS } from './paths'

/** Where `npm run build` puts the dashboard, the same whether this file runs from src/ or from lib/. */
const FOLDER = join(__dirname, '../../../../lib/web')

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** What the page may do: run and show its own files, and ask its own server. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  // Pictures of charts are drawn in the page.
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PAGE_HEADERS: Headers = {
  'content-security-policy': POLICY,
  'referrer-policy': 'same-origin',
}

/** A file of the dashboard, or its page. */
export interface WebAnswer {
  representation: Representation
  headers: Headers
}

/** The dashboard as it was built: its files are read once, at the first request. */
export class WebFiles {
  private readonly pages = new Map<number, WebAnswer>()
  private files: ReadonlyMap<string, WebAnswer> | null = null

  private readonly isBuilt: boolean

  /** @param folder that the dashboard was built into */
  constructor(private readonly folder = FOLDER) {
    this.isBuilt = existsSync(join(folder, 'index.html'))
  }

  /**
   * What is at a path; null: no page and no file, or the dashboard was not built.
   *
   * @param path of the URL, without a slash at the end but that of `/`
   * @param isFolder whether the URL ends with a slash
   */
  find(path: string, isFolder: boolean): WebAnswer | null {
    if (!this.isBuilt) return null
    const [first = '', ...rest] = path.slice(1).split('/')
    if (first === 'assets') return this.assets().get(rest.join('/')) ?? null
    if (rest.length > 1 || !PAGE_PATHS.some((page) => page === first)) return null
    return this.page(first === '' ? 0 : rest.length + (isFolder ? 1 : 0))
  }

  private assets(): ReadonlyMap<string, WebAnswer> {
    this.files ??= this.read()
    return this.files
  }

  private read(): ReadonlyMap<string, WebAnswer> {
    const folder = join(this.folder, 'assets')
    const names = readdirSync(folder).filter((name) => extname(name) in TYPES)
    return new Map(
      names.map((name) => [
        name,
        {
          representation: {
            status: 200,
            contentType: TYPES[extname(name)]!,
            body: readFileSync(join(folder, name)),
            // Another content has another name.
            cacheControl: 'public, max-age=31536000, immutable',
          },
          headers: {},
        },
      ]),
    )
  }

  /** @param depth of its path: files are named relative to it, as a proxy may serve everything under a prefix */
  private page(depth: number): WebAnswer {
    const known = this.pages.get(depth)
    if (known) return known
    const html = readFileSync(join(this.folder, 'index.html'), 'utf8')
    const body = html.replaceAll(/(src|href)="\.\//g, `$1="${'../'.repeat(depth) || './'}`)
    const page: WebAnswer = {
      representation: {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: Buffer.from(body),
        cacheControl: 'no-cache',
      },
      headers: PAGE_HEADERS,
    }
    this.pages.set(depth, page)
    return page
  }
}
