import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Headers, Representation } from '../responses'
import { PAGE_TEXTS } from './page-texts'
import { PAGE_PATHS, type PagePath } from './paths'

/** Where `npm run build` puts the dashboard, the same whether this file runs from src/ or from lib/. */
const FOLDER = join(__dirname, '../../../../lib/web')

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
}

/** Another content has another name. */
const FOREVER = 'public, max-age=31536000, immutable'
const A_DAY = 'public, max-age=86400'

/**
 * What the page may do: run and show its own files, and ask its own server.
 *
 * @param framedBy who may show it in a frame
 */
const policy = (framedBy: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    // Pictures of charts are drawn in the page.
    "img-src 'self' data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${framedBy}`,
  ].join('; ')

const headersOf = (framedBy: string): Headers => ({
  'content-security-policy': policy(framedBy),
  'referrer-policy': 'same-origin',
})

const PAGE_HEADERS = headersOf("'none'")
/** Of one chart (`?embed=`): it has nothing to press that does anything, so any page may show it. */
const EMBEDDED_HEADERS = headersOf('*')

/** A file of the dashboard, or its page. */
export interface WebAnswer {
  representation: Representation
  headers: Headers
}

/** What was built: the page, and files by name. */
interface Built {
  readonly html: string
  readonly assets: ReadonlyMap<string, WebAnswer>
  readonly previews: ReadonlyMap<string, WebAnswer>
}

/** The dashboard as it was built: all of its files are read at the first request, so that they are of one version. */
export class WebFiles {
  private readonly pages = new Map<string, WebAnswer>()
  private kept: Built | null = null

  private readonly isBuilt: boolean

  /**
   * @param publicUrl under which pages are reached, without a slash at its end; null: unknown
   * @param folder that the dashboard was built into
   */
  constructor(
    private readonly publicUrl: string | null = null,
    private readonly folder = FOLDER,
  ) {
    this.isBuilt = existsSync(join(folder, 'index.html'))
  }

  /**
   * What is at a path; null: no page and no file, or the dashboard was not built.
   *
   * @param path of the URL, without a slash at the end but that of `/`
   * @param isFolder whether the URL ends with a slash
   * @param search query of the URL
   */
  find(path: string, isFolder: boolean, search = ''): WebAnswer | null {
    if (!this.isBuilt) return null
    const [first = '', ...rest] = path.slice(1).split('/')
    if (first === 'assets') return this.built.assets.get(rest.join('/')) ?? null
    if (first === 'previews') return this.built.previews.get(rest.join('/')) ?? null
    const named = PAGE_PATHS.find((page) => page === first)
    if (rest.length > 1 || named === undefined) return null
    const page = this.page(named, named === '' ? 0 : rest.length + (isFolder ? 1 : 0))
    const isEmbedded = new URLSearchParams(search).has('embed')
    return isEmbedded ? { ...page, headers: EMBEDDED_HEADERS } : page
  }

  private get built(): Built {
    this.kept ??= {
      html: readFileSync(join(this.folder, 'index.html'), 'utf8'),
      assets: readFiles(join(this.folder, 'assets'), FOREVER),
      previews: readFiles(join(this.folder, 'previews'), A_DAY),
    }
    return this.kept
  }

  /** @param depth of its path: files are named relative to it, as a proxy may serve everything under a prefix */
  private page(named: PagePath, depth: number): WebAnswer {
    const key = `${named} ${depth}`
    const known = this.pages.get(key)
    if (known) return known
    const html = withPreview(this.built.html, named, this.publicUrl ?? '.')
    const body = html.replaceAll(/(src|href|content)="\.\//g, `$1="${'../'.repeat(depth) || './'}`)
    const page: WebAnswer = {
      representation: {
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: Buffer.from(body),
        cacheControl: 'no-cache',
      },
      headers: PAGE_HEADERS,
    }
    this.pages.set(key, page)
    return page
  }
}

/** The page with what a preview of a link to it shows. @param base of the URL of its picture: crawlers resolve no relative one */
function withPreview(html: string, named: PagePath, base: string): string {
  const { title, about } = PAGE_TEXTS[named]
  const contents = {
    'og:title': `${title} – Linchpin`,
    'og:description': about,
    'og:image': `${base}/previews/${named || 'overview'}.png`,
  }
  return Object.entries(contents).reduce(
    (text, [name, content]) =>
      text.replace(
        new RegExp(`(property="${name}" content=")[^"]*`),
        (_, before: string) => `${before}${escaped(content)}`,
      ),
    html,
  )
}

/** Text as the value of an attribute. */
function escaped(text: string): string {
  return text.replace(/[&"<]/g, (one) => `&#${one.charCodeAt(0)};`)
}

function readFiles(folder: string, cacheControl: string): ReadonlyMap<string, WebAnswer> {
  const names = readdirSync(folder).filter((name) => extname(name) in TYPES)
  return new Map(
    names.map((name) => {
      const contentType = TYPES[extname(name)]!
      const body = readFileSync(join(folder, name))
      return [
        name,
        { representation: { status: 200, contentType, body, cacheControl }, headers: {} },
      ]
    }),
  )
}
