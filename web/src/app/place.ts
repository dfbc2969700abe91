import { useEffect, useState } from 'preact/hooks'
import { PAGE_PATHS, type PagePath } from '../../../src/api/http/web/paths'

/** Where everything of this server is: the folder above that of its scripts, whatever prefix a proxy serves it under. */
export const BASE = new URL(/* @vite-ignore */ '..', import.meta.url)

/** What a URL says: the page, what it is about, and the whole state of its view. */
export interface Place {
  readonly page: PagePath
  /** Operator, service or metric; null: the page of all. */
  readonly id: string | null
  readonly params: URLSearchParams
}

/** Parameters that go along to other pages. */
const KEPT = ['block', 'compare', 'unit']

/** @param base where everything of the server is */
function placeOf(url: URL, base: URL): Place | null {
  const [first = '', ...rest] = url.pathname
    .slice(base.pathname.length)
    .replace(/\/$/, '')
    .split('/')
  const page = PAGE_PATHS.find((path) => path === first)
  if (page === undefined || rest.length > 1) return null
  return { page, id: rest[0] ? decodeURIComponent(rest[0]) : null, params: url.searchParams }
}

/** Number of the block that a parameter names: `block`, null: the last one; or `compare`, null: none. */
export function blockOf(
  params: URLSearchParams,
  name: 'block' | 'compare' = 'block',
): number | null {
  const text = params.get(name)
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** The URL of a page in the same view: its block and unit. `keepTheme` adds the theme. */
export function hrefOf(
  page: PagePath,
  id: string | null,
  from: URLSearchParams,
  more: Changes = {},
): string {
  const kept = new URLSearchParams([...from].filter(([name]) => KEPT.includes(name)))
  const path = id === null ? page : `${page}/${encodeURIComponent(id)}`
  return withQuery(new URL(path, BASE), changed(kept, more))
}

/** The URL of what is shown, with some parameters changed. */
export function hrefHere(changes: Changes): string {
  const url = new URL(location.href)
  return withQuery(url, changed(url.searchParams, changes))
}

/** Parameters to set; null: to remove. */
export type Changes = Readonly<Record<string, string | null>>

/** Parameters with some of them changed. */
function changed(from: URLSearchParams, changes: Changes): URLSearchParams {
  const result = new URLSearchParams(from)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) result.delete(name)
    else result.set(name, value)
  }
  return result
}

function withQuery(url: URL, params: URLSearchParams): string {
  const query = params.toString()
  return `${url.pathname}${query && `?${query}`}`
}

/** The theme that the page's URL asks for; null: that of the system. */
export const themeOf = (): string | null => new URL(location.href).searchParams.get('theme')

/** Shows the theme of the page's URL. */
export function showTheme(): void {
  const theme = themeOf()
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
}

/** Chooses a theme. The page is not drawn anew: long ones take a while. */
export function chooseTheme(theme: 'light' | 'dark'): void {
  history.replaceState(null, '', hrefHere({ theme }))
  showTheme()
}

/** A URL with the theme of the page. */
function themed(href: string): string {
  const url = new URL(href, location.href)
  const theme = themeOf()
  if (theme !== null) url.searchParams.set('theme', theme)
  return url.href
}

/** Gives a link that is about to be followed, or copied, the theme of the page. */
export function keepTheme({ target }: Event): void {
  const link = target instanceof Element ? target.closest('a') : null
  if (link?.origin !== location.origin || placeOf(new URL(link.href), BASE) === null) return
  link.href = themed(link.href)
}

/** Goes to a URL of this server. */
export function go(href: string): void {
  history.pushState(null, '', themed(href))
  dispatchEvent(new Event('linchpin:place'))
}

/** Changes parameters of the view; the view before is not kept in the history while a control moves. */
export function adjust(changes: Changes): void {
  history.replaceState(null, '', hrefHere(changes))
  dispatchEvent(new Event('linchpin:place'))
}

/** The place of the page's URL, as it changes. */
export function usePlace(): Place | null {
  const [href, setHref] = useState(location.href)
  useEffect(() => {
    const update = () => setHref(location.href)
    addEventListener('popstate', update)
    addEventListener('linchpin:place', update)
    return () => {
      removeEventListener('popstate', update)
      removeEventListener('linchpin:place', update)
    }
  }, [])
  return placeOf(new URL(href), BASE)
}

/** Follows links within this server without loading the page anew. */
export function followLinks(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin)
    return
  if (link.hash || placeOf(new URL(link.href), BASE) === null) return
  event.preventDefault()
  go(link.href)
  document.getElementById('main')?.focus()
  scrollTo(0, 0)
}
